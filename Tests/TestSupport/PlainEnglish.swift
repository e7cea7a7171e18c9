/// Phrases that a reader has to turn over twice, for tests of texts.
package enum PlainEnglish {
  /// Each with what to write instead.
  private static let phrases: KeyValuePairs<String, String> = [
    "of which": "two sentences", "of whose": "two sentences", "whom": "two sentences", "whoever": "the noun",
    "anybody": "nobody, or the noun", "as such": "the adjective", "in the place of": "instead of",
    "what is": "the noun", "for what": "the noun", "which was": "two sentences",
    "by then": "the event", "besides": "in addition to", "anew": "again", "meanwhile": "in the meantime",
    "whatever": "the nouns", "thereof": "of it", "cannot be meant": "what to do",
    "and not a": "a comma and not",
    "one another": "each other", "where it is not": "if", "no longer a": "does not exist any more",
  ]

  /// The phrases of a text, each with what to write instead.
  package static func phrases(in text: String) -> [String] {
    let words = " " + text.lowercased().split { !$0.isLetter && $0 != "'" }.joined(separator: " ") + " "
    return phrases.filter { words.contains(" \($0.key) ") }.map { "\"\($0.key)\" (write \($0.value))" }
  }
}
