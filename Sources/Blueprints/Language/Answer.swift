package import Model

/// The answer to one question.
package struct Answer: Sendable {
  /// The object as JSON, its primary key also under `pk`; for `.licensed` a boolean; nil where there is none.
  package var value: Value?
  /// The names that are there instead, for the message.
  package var candidates: [String]

  package init(value: Value?, candidates: [String] = []) {
    self.value = value
    self.candidates = candidates
  }
}
