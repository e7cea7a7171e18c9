package import Model

/// The answer to one question.
package struct Answer: Sendable {
  /// The object as JSON, its primary key also under `pk`; for `.licensed` and `.exists` a boolean, for
  /// `.blueprintInstances` a list; nil where there is none, or the server does not tell.
  package var value: Value?
  /// For the message: the names that are there instead of what was not found, or of all that was.
  package var candidates: [String]
  /// How many objects a look-up found; `value` is the first.
  package var matchCount: Int

  package init(value: Value?, candidates: [String] = [], matchCount: Int? = nil) {
    self.value = value
    self.candidates = candidates
    self.matchCount = matchCount ?? (value == nil ? 0 : 1)
  }
}
