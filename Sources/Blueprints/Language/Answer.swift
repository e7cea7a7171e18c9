package import Model

/// The answer to one question.
package struct Answer: Sendable {
  /// The object as JSON, its primary key also under `pk`; for `.licensed` a boolean, for
  /// `.blueprintInstances` a list; nil where there is none, or the server does not tell.
  package var value: Value?
  /// The names that are there instead, for the message.
  package var candidates: [String]

  package init(value: Value?, candidates: [String] = []) {
    self.value = value
    self.candidates = candidates
  }
}
