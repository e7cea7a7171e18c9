import Model

/// A line of a file with the parts that are shown, in the order of their columns.
struct ExcerptLine {
  /// How many characters are shown of a line that has more.
  private static let width = 160
  /// How many of them stand in front of the column.
  private static let lead = 60

  private let text: String.UnicodeScalarView
  private let isLong: Bool
  /// Where the last column was found, from where the next one is near.
  private var column = 1
  private var index: String.Index

  /// True if nothing is to be shown: the line is empty, or gives a secret's name a value.
  let isHidden: Bool

  init(_ line: String) {
    text = line.unicodeScalars
    isLong = text.index(text.startIndex, offsetBy: Self.width + 1, limitedBy: text.endIndex) != nil
    index = text.startIndex
    isHidden = line.isEmpty || SecretName.isGiven(in: line)
  }

  /// What is shown in front of a column, and from it on.
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
