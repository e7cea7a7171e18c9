import Model

extension Diagnostic {
  /// The same finding in other words.
  func saying(_ message: String) -> Diagnostic {
    var copy = Diagnostic(severity, message, at: location, strict: strict)
    copy.isOfOneEntry = isOfOneEntry
    copy.showsLine = showsLine
    return copy
  }
}
