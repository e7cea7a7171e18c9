extension StringProtocol {
  /// The text without white space at both ends.
  package var trimmed: String { trimming(\.isWhitespace) }

  /// The text without such characters at both ends.
  package func trimming(_ isTrimmed: (Character) -> Bool) -> String {
    var rest = drop(while: isTrimmed)
    while let last = rest.last, isTrimmed(last) { rest = rest.dropLast() }
    return String(rest)
  }
}
