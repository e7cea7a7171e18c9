import Model

/// Texts inside of Mermaid's quotes, and the styles of planned changes.
enum MermaidText {
  /// The text has a colour of its own, because a dark scheme would make it light.
  static let styles = [
    "  classDef create fill:#dafbe1,stroke:#1a7f37,color:#1f2328",
    "  classDef update fill:#fff8c5,stroke:#9a6700,color:#1f2328",
    "  classDef delete fill:#ffebe9,stroke:#cf222e,color:#1f2328",
  ]

  /// What makes a node look changed; empty if the plan does not write it.
  static func style(_ action: Action?) -> String {
    guard let action, action.isWrite else { return "" }
    return ":::\(action.rawValue)"
  }

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
