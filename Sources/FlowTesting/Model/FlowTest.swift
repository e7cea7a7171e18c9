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
  /// The places of parts of the test in its file, such as `flow` and `steps[0].answer.uid_field`.
  package var places: [FieldPath: SourceLocation]

  package init(
    name: String, place: SourceLocation, flow: String, query: OrderedDictionary<String, AnswerValue> = [:],
    steps: [FlowTestStep] = [], end: ExpectedEnd, cleansUp: Bool = false,
    places: [FieldPath: SourceLocation] = [:]
  ) {
    self.name = name
    self.place = place
    self.flow = flow
    self.query = query
    self.steps = steps
    self.end = end
    self.cleansUp = cleansUp
    self.places = places
  }

  /// The place of a part of the test, or of the nearest part around it that has one.
  package func place(of path: FieldPath) -> SourceLocation {
    places[path] ?? (path.steps.isEmpty ? place : place(of: FieldPath(path.steps.dropLast())))
  }
}
