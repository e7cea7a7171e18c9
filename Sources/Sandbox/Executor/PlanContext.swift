import Model
import OrderedCollections

/// What a run knows: the user it is about, and the values that its stages leave for each other.
struct PlanContext: Sendable {
  /// The user that a run is about.
  enum User: Sendable {
    /// The primary key of a user.
    case stored(Value)
    /// A name that no user has; the run pretends that there is one.
    case pretended(String)
  }

  var user: User?
  /// What the visitor gave as a name, for display.
  var identifier: String?
  /// The key of the link that led back to the run.
  var restoredBy: String?
  /// The other values, by authentik's names, such as `prompt_data`.
  var values: ValueMap = [:]

  static let prompts = "prompt_data"

  init(user: User? = nil) {
    self.user = user
  }

  /// The answers of all prompts so far.
  var prompts: ValueMap {
    get { values[Self.prompts]?.map ?? [:] }
    set { values[Self.prompts] = .map(newValue) }
  }
}
