import Model
import OrderedCollections

/// What the server keeps for one browser.
struct FlowSession: Sendable {
  /// The value of its cookie.
  let key: String
  /// The primary key of the user who is signed in.
  var user: Value?
  /// The primary key of the user who acts as `user`.
  var impersonator: Value?
  /// The key of the object by which the API shows the session of a user.
  var object: Value?
  /// The value that a POST of a signed-in user must repeat in a header.
  var csrf: String?
  /// In seconds since 1970; nil if it ends with the browser.
  var expires: Double?
  /// The run that waits for an answer.
  var plan: FlowPlan?
  /// The steps of the newest run that are done, for the inspector.
  var history: [FlowPlan] = []
  /// The names of what was not evaluated in the newest run (`FlowRun`).
  var notEvaluated: OrderedSet<String> = []
  /// What stages must remember beyond a run, by their own names.
  var values: ValueMap = [:]
  /// Whether somebody signed out in this request: the browser may forget the cookie.
  var isFlushed = false

  init(key: String = NewIdentifier.make()) {
    self.key = key
  }
}
