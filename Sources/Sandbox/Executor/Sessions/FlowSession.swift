import Model
import OrderedCollections

/// What the server keeps for one browser.
struct FlowSession: Sendable {
  /// The value of its cookie.
  var key: String
  /// The primary key of the user who is signed in.
  var user: Value?
  /// The value that a POST of a signed-in user must repeat in a header.
  var csrf: String?
  /// The run that waits for an answer.
  var plan: FlowPlan?
  /// The steps of the newest run that are done, for the inspector.
  var history: [FlowPlan] = []
  /// Whether the newest run has come to its end.
  var isCompleted = false

  init(key: String) {
    self.key = key
  }
}
