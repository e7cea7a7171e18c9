import Model

/// A font of a picture. Pictures cannot know the reader's fonts, so widths are estimates that are rather too large.
enum PictureFont: String {
  /// Names: every character of a monospaced font has the same width.
  case name
  /// Words.
  case word
  /// Small words, such as the kind of a stage.
  case small

  var size: Double { self == .name || self == .word ? 13 : 12 }

  /// The estimated width of a text in pixels.
  func width(of text: some StringProtocol) -> Double {
    switch self {
    case .name: Double(Columns.count(text)) * size * 0.62
    case .word, .small: text.reduce(0) { $0 + Self.proportion(of: $1) } * size
    }
  }

  /// The width of a character in a wide font such as DejaVu Sans or Verdana, as a part of the font's size.
  private static func proportion(of character: Character) -> Double {
    switch character {
    case "i", "j", "l", "I", "'", ".", ",", ":", ";", "|", "!", " ", "f", "t", "r", "(", ")", "-": 0.48
    case "m", "w", "M", "W", "@", "%", "+", "~", "=", "→": 1.02
    case "A"..."Z": 0.80
    default: character.isASCII ? 0.66 : Double(max(Columns.count(String(character)), 1)) * 0.80
    }
  }

  /// The text in lines that are not wider than `width`, broken at a space if there is one, else behind a sign, else
  /// anywhere.
  func lines(of text: String, width limit: Double) -> [String] {
    var lines: [String] = []
    var rest = Substring(text)
    while !rest.isEmpty {
      guard lines.count < Self.mostLines else { return lines.dropLast() + [(lines.last ?? "") + "…"] }
      let end = self.end(of: rest, limit)
      lines.append(rest[..<end].trimmed)
      rest = rest[end...].drop { $0 == " " }
    }
    return lines
  }

  /// A longer name is cut.
  private static let mostLines = 40

  private func end(of text: Substring, _ limit: Double) -> Substring.Index {
    var width = 0.0
    var (index, space, sign) = (text.startIndex, text.startIndex, text.startIndex)
    while index < text.endIndex {
      let character = text[index]
      width += self.width(of: String(character))
      guard width <= limit || index == text.startIndex else {
        return space > text.startIndex ? space : sign > text.startIndex ? sign : index
      }
      index = text.index(after: index)
      if character == " " { space = index } else if "-_./:@".contains(character) { sign = index }
    }
    return text.endIndex
  }
}
