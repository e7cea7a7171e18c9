/// Texts inside XML and HTML.
package enum Markup {
  /// The text with markup escaped, and without characters that XML does not allow.
  package static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: append(scalar, to: &result)
      }
    }
  }

  /// Adds a character, or in the place of one that steers a terminal or the direction of text another one.
  static func append(_ scalar: Unicode.Scalar, to text: inout String) {
    switch scalar {
    case "\n", "\t", "\r": text += " "
    // Joins emoji.
    case "\u{200D}", " "..."~": text.unicodeScalars.append(scalar)
    default:
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: text += "\u{FFFD}"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  /// The text cut to a number of characters, with an ellipsis if something was cut off.
  static func shortened(_ text: String, to length: Int) -> String {
    text.count <= length ? text : text.prefix(length - 1) + "…"
  }
}
