import Model

/// Renders diagnostics as `file:line:column: severity: message`, the line of the file, and a caret.
struct DiagnosticText {
  let terminal: Terminal
  let sources: [String: SourceText]

  /// Sorted by place; those without one come last.
  func render(_ diagnostics: [Diagnostic]) -> String {
    let order = diagnostics.enumerated().sorted { left, right in
      switch (left.element.location, right.element.location) {
      case (let mine?, let other?) where mine != other: mine < other
      case (.some, nil): true
      case (nil, .some): false
      default: left.offset < right.offset
      }
    }
    var lines: [String: SourceLines] = [:]
    for file in Set(order.compactMap { $0.element.location?.file }) {
      lines[file] = sources[file].map { SourceLines($0) }
    }
    // Diagnostics of one line are adjacent, and a line may have megabytes.
    var (place, line) = (SourceLocation?.none, ExcerptLine(""))
    return order.map { _, diagnostic in
      if let location = diagnostic.location, place?.file != location.file || place?.line != location.line {
        place = location
        line = ExcerptLine(lines[location.file]?[location.line] ?? "")
      }
      return render(diagnostic, &line)
    }.joined()
  }

  private func render(_ diagnostic: Diagnostic, _ line: inout ExcerptLine) -> String {
    let severity = terminal.paint(diagnostic.severity.rawValue + ":", colour(diagnostic.severity))
    let message = Terminal.escaped(diagnostic.message)
    guard let location = diagnostic.location else { return "\(severity) \(message)\n" }
    let place = terminal.paint(Terminal.escaped(location.description) + ":", .bold)
    let first = "\(place) \(severity) \(message)\n"
    guard diagnostic.showsLine, !line.isHidden else { return first }
    return first + excerpt(line.around(location.column), location)
  }

  private func colour(_ severity: Diagnostic.Severity) -> Terminal.Colour {
    switch severity {
    case .error: .red
    case .warning: .yellow
    case .note: .cyan
    }
  }

  /// The line with a caret below the column; a very long line is cut around the column.
  private func excerpt(_ part: (before: Substring, after: Substring), _ location: SourceLocation) -> String {
    let before = Terminal.escaped(String(part.before), keepsLines: true)
    let shown = Terminal.escaped(String(part.before + part.after), keepsLines: true)
    let number = String(location.line)
    let gutter = String(repeating: " ", count: number.count)
    let caret = String(repeating: " ", count: Columns.count(before)) + terminal.paint("^", .green)
    return "  \(number) | \(shown)\n  \(gutter) | \(caret)\n"
  }
}
