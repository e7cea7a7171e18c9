/// Arguments and help texts in Markdown.
enum MarkdownTerm {
  /// `--out <file>`, or `<paths>` for a positional argument.
  static func text(of argument: ArgumentDescription) -> String {
    let value = argument.value.map { "<\($0)>" }
    guard let last = argument.names.last else { return "`\(value ?? "")`" }
    let names = argument.names.dropLast() + [[last, value].compactMap(\.self).joined(separator: " ")]
    return names.map { "`\($0)`" }.joined(separator: ", ")
  }

  /// A text for a cell of a table, which a bar would end.
  static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
