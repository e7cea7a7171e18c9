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
    return order.map { render($0.element, lines) }.joined()
  }

  private func render(_ diagnostic: Diagnostic, _ lines: [String: SourceLines]) -> String {
    let severity = terminal.paint(diagnostic.severity.rawValue + ":", colour(diagnostic.severity))
    let message = Terminal.escaped(diagnostic.message)
    guard let location = diagnostic.location else { return "\(severity) \(message)\n" }
    let place = terminal.paint(Terminal.escaped(location.description) + ":", .bold)
    var line = lines[location.file]?[location.line] ?? ""
    if !diagnostic.showsLine || SecretName.isGiven(in: line) { line = "" }
    return "\(place) \(severity) \(message)\n" + excerpt(line, location)
  }

  private func colour(_ severity: Diagnostic.Severity) -> Terminal.Colour {
    switch severity {
    case .error: .red
    case .warning: .yellow
    case .note: .cyan
    }
  }

  /// The line with a caret below the column; of a very long line only what surrounds the column.
  private func excerpt(_ line: String, _ location: SourceLocation) -> String {
    guard !line.isEmpty else { return "" }
    let scalars = Array(line.unicodeScalars)
    let column = min(location.column - 1, scalars.count)
    let start = scalars.count > 160 ? max(0, column - 60) : 0
    let shown = scalars[start..<min(scalars.count, start + 160)]
    func text(_ part: some Sequence<Unicode.Scalar>) -> String {
      Terminal.escaped(part.reduce(into: "") { $0.unicodeScalars.append($1) }, keepsLines: true)
    }
    let number = String(location.line)
    let gutter = String(repeating: " ", count: number.count)
    let before = Columns.count(text(shown.prefix(column - start)))
    let caret = String(repeating: " ", count: before) + terminal.paint("^", .green)
    return "  \(number) | \(text(shown))\n  \(gutter) | \(caret)\n"
  }
}
