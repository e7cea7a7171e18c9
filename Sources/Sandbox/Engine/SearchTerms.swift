/// Splits a search into terms that must all match.
///
/// Like Django REST framework, it splits at white space and commas; since 3.15, a term in quotes keeps both.
enum SearchTerms {
  static func split(_ text: String, knowsQuotes: Bool) -> [String] {
    guard knowsQuotes else { return text.split { $0.isWhitespace || $0 == "," }.map(String.init) }
    var terms: [String] = []
    var rest = text[...]
    while let start = rest.firstIndex(where: { !$0.isWhitespace }) {
      rest = rest[start...]
      let end = endOfWord(rest)
      let word = trimmedCommas(rest[..<end])
      rest = rest[end...]
      if let quote = word.first, quote == "\"" || quote == "'", word.count > 1, word.last == quote {
        terms.append(String(word.dropFirst().dropLast()))
      } else {
        terms += word.split(separator: ",").map(String.init)
      }
    }
    return terms
  }

  /// White space ends a word, unless it is between closed quotes.
  private static func endOfWord(_ text: Substring) -> Substring.Index {
    var index = text.startIndex
    while index < text.endIndex, !text[index].isWhitespace {
      let character = text[index]
      index = text.index(after: index)
      if character == "\"" || character == "'", let closing = text[index...].firstIndex(of: character) {
        index = text.index(after: closing)
      }
    }
    return index
  }

  private static func trimmedCommas(_ word: Substring) -> Substring {
    var word = word
    while word.first == "," { word.removeFirst() }
    while word.last == "," { word.removeLast() }
    return word
  }
}
