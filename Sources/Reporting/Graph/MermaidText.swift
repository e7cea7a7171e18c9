/// Texts inside of Mermaid's quotes.
enum MermaidText {
  /// The text with everything escaped that ends a label, starts a directive or is read as Markdown, and without
  /// characters that steer a terminal.
  static func escaped(_ text: String) -> String {
    var result = ""
    let marker = listMarker(text)
    for (position, scalar) in text.unicodeScalars.enumerated() {
      switch scalar {
      case "\"": result += "#quot;"
      case "<": result += "#lt;"
      case ">": result += "#gt;"
      case "&": result += "#amp;"
      case "#", "%", "`", "*", "~", "[", "]", "{", "}", "|", "\\": result += "#\(scalar.value);"
      case _ where position == marker: result += "#\(scalar.value);"
      case "\n", "\t", "\r": result += " "
      case _ where !Markup.isAllowed(scalar): result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Where the text begins like an item of a list, which Mermaid refuses to draw: `1. one`, `- one`.
  private static func listMarker(_ text: String) -> Int? {
    let scalars = Array(text.unicodeScalars)
    let digits = scalars.prefix { ("0"..."9").contains($0) }.count
    guard scalars.count > digits + 1, scalars[digits + 1] == " " else { return nil }
    let markers: [Unicode.Scalar] = digits > 0 ? [".", ")"] : ["-", "+"]
    return markers.contains(scalars[digits]) ? digits : nil
  }
}
