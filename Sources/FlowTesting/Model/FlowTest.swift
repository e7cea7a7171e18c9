package import Model
package import OrderedCollections

/// One test of a flow, as a test file describes it. Its tags are resolved, so it may hold secrets.
package struct FlowTest: Sendable, Hashable {
  package var name: String
  package var place: SourceLocation
  /// The slug of the flow.
  package var flow: String
  /// The query of the page's address, such as `next` and `itoken`.
  package var query: OrderedDictionary<String, AnswerValue>
  package var steps: [FlowTestStep]
  package var end: ExpectedEnd
  /// True if the users that the test makes are deleted afterwards.
  package var cleansUp: Bool

  package init(
    name: String, place: SourceLocation, flow: String, query: OrderedDictionary<String, AnswerValue> = [:],
    steps: [FlowTestStep] = [], end: ExpectedEnd, cleansUp: Bool = false
  ) {
    self.name = name
    self.place = place
    self.flow = flow
    self.query = query
    self.steps = steps
    self.end = end
    self.cleansUp = cleansUp
  }
}
