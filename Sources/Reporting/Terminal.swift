/// Colours for a terminal, and texts that are safe to print on one.
package struct Terminal: Sendable {
  package enum Colour: String, Sendable {
    case red = "31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"
    case bold = "1"
    case dim = "2"
  }

  package let hasColour: Bool
  /// The symbols it can show.
  package let symbols: Symbols
  /// Its width in columns; nil if the output does not go to a terminal.
  package let width: Int?

  package init(hasColour: Bool, symbols: Symbols = .ascii, width: Int? = nil) {
    self.hasColour = hasColour
    self.symbols = symbols
    self.width = width
  }

  package func paint(_ text: String, _ colour: Colour) -> String {
    hasColour ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// The text with control characters escaped: data from a server or a blueprint must not control the
  /// reader's terminal. Line breaks stay if `keepsLines` is set.
  package static func escaped(_ text: String, keepsLines: Bool = false) -> String {
    guard text.unicodeScalars.contains(where: { isControl($0) }) else { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\n" where keepsLines: result += "\n"
      case "\n": result += "\\n"
      case "\t": result += keepsLines ? " " : "\\t"
      case "\r": result += "\\r"
      case _ where isControl(scalar):
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  /// Control and format characters, including those that change the text direction.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    if (0x20..<0x7F).contains(scalar.value) { return false }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    case .format: return scalar.value != 0x200D
    default: return false
    }
  }
}
