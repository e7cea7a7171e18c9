import Model

/// A line of a file with the parts that are shown, in the order of their columns.
struct ExcerptLine {
  /// How many characters are shown of a line that has more.
  private static let width = 160
  /// How many of them are shown before the column.
  private static let lead = 60

  private let text: String.UnicodeScalarView
  private let isLong: Bool
  /// The index of the last column that was found: the next one is near it.
  private var column = 1
  private var index: String.Index

  /// True if nothing must be shown: the line is empty, or it sets a secret.
  let isHidden: Bool

  init(_ line: String) {
    text = line.unicodeScalars
    isLong = text.index(text.startIndex, offsetBy: Self.width + 1, limitedBy: text.endIndex) != nil
    index = text.startIndex
    isHidden = line.isEmpty || SecretName.isGiven(in: line)
  }

  /// The shown text before a column, and after it.
  mutating func around(_ wanted: Int) -> (before: Substring, after: Substring) {
    if wanted < column { (column, index) = (1, text.startIndex) }
    while column < wanted, index < text.endIndex {
      index = text.index(after: index)
      column += 1
    }
    func moved(_ count: Int, to end: String.Index) -> String.Index {
      text.index(index, offsetBy: count, limitedBy: end) ?? end
    }
    let start = isLong ? moved(-Self.lead, to: text.startIndex) : text.startIndex
    let end = text.index(start, offsetBy: Self.width, limitedBy: text.endIndex) ?? text.endIndex
    return (Substring(text[start..<index]), Substring(text[index..<max(index, end)]))
  }
}
