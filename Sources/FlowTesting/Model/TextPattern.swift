import Model

/// A regular expression that a whole text must match. Its source may be a plain text, which matches itself.
package struct TextPattern: Sendable, Hashable {
  package let source: String

  package init(_ source: String) {
    self.source = source
  }

  /// Whether a text is the pattern's source, or matches it from its first character to its last.
  ///
  /// A dot matches no line break, as in Python and JavaScript. A pattern that is not valid matches only its source.
  package func matches(_ text: String) -> Bool {
    Value.string(text) == .string(source)
      || regex.flatMap { try? $0.wholeMatch(in: text) } != nil
  }

  /// A pattern that matches a text, such as one that the server has shown: the text itself, unless that is no regular
  /// expression.
  init(matching text: String) {
    self.init(text)
    guard !isValid else { return }
    self.init(String(text.flatMap { "\\^$.|?*+()[]{}".contains($0) ? ["\\", $0] : [$0] }))
  }

  /// False if the source is not a regular expression.
  package var isValid: Bool { regex != nil }

  private var regex: Regex<AnyRegexOutput>? {
    // Python and JavaScript look at code points, Swift at what looks like one character.
    (try? Regex(source))?.matchingSemantics(.unicodeScalar)
  }
}
