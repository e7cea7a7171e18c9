package import Model

/// The answer to one question.
package struct Answer: Sendable {
  /// The object as JSON, with its primary key also under `pk`. A boolean for `.licensed` and `.exists`, a list for
  /// `.blueprintInstances`. Nil if there is no such object, or if the server does not tell.
  package var value: Value?
  /// Names for the message: those that exist if nothing was found, or those of all matches.
  package var candidates: [String]
  /// The number of objects that a look-up found. `value` is the first.
  package var matchCount: Int

  package init(value: Value?, candidates: [String] = [], matchCount: Int? = nil) {
    self.value = value
    self.candidates = candidates
    self.matchCount = matchCount ?? (value == nil ? 0 : 1)
  }
}
