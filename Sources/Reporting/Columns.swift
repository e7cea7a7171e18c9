/// The width of texts on a terminal: most characters take one column, East Asian characters and emoji take
/// two, combining marks take none.
package enum Columns {
  package static func count(_ text: some StringProtocol) -> Int {
    let bytes = text.utf8.count
    // In plain ASCII, the most common case, each byte is a column.
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return bytes }
    return text.reduce(0) { $0 + count($1) }
  }

  /// The longest prefix of a text that fits into a number of columns.
  package static func prefix(_ text: Substring, _ columns: Int) -> Substring {
    var room = columns
    return text.prefix { character in
      room -= count(character)
      return room >= 0
    }
  }

  private static func count(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    // An emoji may be made of several scalars and still takes two columns; U+FE0F makes one of a sign.
    if scalars.first?.properties.isEmojiPresentation == true || scalars.contains("\u{FE0F}") { return 2 }
    return scalars.reduce(0) { $0 + count($1) }
  }

  private static func count(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    // Korean vowels and final consonants, which join the consonant before them.
    if (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value) { return 0 }
    return wide.contains { $0.contains(scalar.value) } ? 2 : 1
  }

  /// The wide (W) and fullwidth (F) ranges of EastAsianWidth.txt, Unicode 18. Unassigned gaps are closed, and
  /// emoji are left out because Swift knows them.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F, 0x2E80...0x303E, 0x3041...0x3247,
    0x3250...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B,
    0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1D300...0x1D376,
    0x1F200...0x1F265, 0x20000...0x3FFFD,
  ]
}

extension String {
  /// The text, padded with spaces to a number of columns.
  func padding(to columns: Int) -> String {
    self + String(repeating: " ", count: max(0, columns - Columns.count(self)))
  }
}
