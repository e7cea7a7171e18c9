/// Markup in which every interpolated text is escaped: `"<b>\(name)</b>"` is safe for any name.
package struct Markup: Sendable, Hashable, ExpressibleByStringInterpolation {
  package private(set) var text: String

  package init(stringLiteral text: String) { self.text = text }

  package init(stringInterpolation interpolation: Interpolation) { text = interpolation.text }

  package struct Interpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    package mutating func appendLiteral(_ literal: String) { text += literal }

    package mutating func appendInterpolation(_ text: String) { self.text += Markup.escaped(text) }

    package mutating func appendInterpolation(_ markup: Markup) { text += markup.text }

    package mutating func appendInterpolation(_ number: Int) { text += String(number) }
  }

  package static func + (left: Markup, right: Markup) -> Markup { "\(left)\(right)" }

  package static func += (left: inout Markup, right: Markup) { left.text += right.text }

  package var isEmpty: Bool { text.isEmpty }
}

extension Sequence<Markup> {
  package func joined(separator: Markup = "") -> Markup {
    var (result, isFirst) = (Markup(stringLiteral: ""), true)
    for part in self {
      if !isFirst { result += separator }
      result += part
      isFirst = false
    }
    return result
  }
}

extension Markup {
  /// A sentence whose parts between backticks are code.
  package static func words(_ text: String) -> Markup {
    let parts = Terminal.escaped(text).split(separator: "`", omittingEmptySubsequences: false).map(
      String.init)
    guard parts.count % 2 == 1 else { return "\(Terminal.escaped(text))" }
    return parts.enumerated().map { index, part -> Markup in
      index % 2 == 0 ? "\(part)" : "<code>\(part)</code>"
    }.joined()
  }

  /// The text with the places where a browser may break it: behind the signs of an address.
  static func breakable(_ text: String) -> Markup {
    let escaped = escaped(text)
    guard escaped.utf8.count > shortest else { return Markup(stringLiteral: escaped) }
    return Markup(
      stringLiteral: escaped.unicodeScalars.reduce(into: "") { result, scalar in
        result.unicodeScalars.append(scalar)
        if "[,=._/".unicodeScalars.contains(scalar) { result += "<wbr>" }
      })
  }

  /// A shorter text need not be broken.
  private static let shortest = 24

  /// The text with markup escaped, and without characters that XML does not allow.
  package static func escaped(_ text: String) -> String {
    guard !text.utf8.allSatisfy(isPlain) else { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t", "\r": result += " "
      case _ where !isAllowed(scalar): result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  /// Printable ASCII without the characters of markup.
  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x20..<0x7F).contains(byte) && !"&<>\"'".utf8.contains(byte)
  }

  /// False for characters that steer a terminal or the direction of text, and for those that XML does not allow.
  static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    if (0x20..<0x7F).contains(scalar.value) { return true }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return false
    // The joiner makes one emoji of several.
    case .format: return scalar.value == 0x200D
    default: return scalar.value & 0xFFFE != 0xFFFE
    }
  }
}
