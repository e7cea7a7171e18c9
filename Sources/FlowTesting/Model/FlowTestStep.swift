package import Model
package import OrderedCollections

/// A challenge that a test expects, and its answer.
package struct FlowTestStep: Sendable, Hashable {
  package var place: SourceLocation
  package var stage: StageKind
  package var shows: ExpectedChallenge
  /// The fields of the answer. Nil if the test only looks at the challenge, which must then be the last step.
  package var answer: OrderedDictionary<String, AnswerValue>?
  /// The errors that the answer must cause, by field: each is a pattern for one of its messages. Nil if the server must
  /// accept the answer; empty if it must refuse it, with any errors or none.
  package var errors: OrderedDictionary<String, TextPattern>?

  package init(
    place: SourceLocation, stage: StageKind, shows: ExpectedChallenge = ExpectedChallenge(),
    answer: OrderedDictionary<String, AnswerValue>? = [:],
    errors: OrderedDictionary<String, TextPattern>? = nil
  ) {
    self.place = place
    self.stage = stage
    self.shows = shows
    self.answer = answer
    self.errors = errors
  }
}
