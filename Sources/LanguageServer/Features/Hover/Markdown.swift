import Model

/// Pieces of Markdown.
enum Markdown {
  /// A text in the font of code. A text with line breaks or backquotes is written as in JSON.
  static func code(_ text: String) -> String {
    guard !text.contains("`") else { return "`` \(text.contains(where: \.isNewline) ? json(text) : text) ``" }
    if text.isEmpty || text.contains(where: \.isNewline) { return "`\(json(text))`" }
    return "`\(text)`"
  }

  private static func json(_ text: String) -> String { JSONWriter.write(.string(text)) }

  /// A value in the font of code: a text as it is, and all else as JSON.
  static func code(_ value: Value) -> String {
    let text = value.string ?? JSONWriter.write(value)
    return code(text.count > 200 ? String(text.prefix(200)) + "…" : text)
  }

  static func codes(_ texts: some Sequence<String>) -> String {
    texts.map { code($0) }.joined(separator: ", ")
  }

  /// A title and a list below it.
  static func text(_ title: String, _ lines: [String]) -> String {
    lines.isEmpty ? title : title + "\n\n" + lines.map { "- " + $0 }.joined(separator: "\n")
  }
}
