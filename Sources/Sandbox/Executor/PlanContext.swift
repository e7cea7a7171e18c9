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

  /// The answer of a prompt so far; dots in its name lead into maps.
  func prompt(_ name: String) -> Value? {
    name.split(separator: ".").reduce(.map(prompts)) { $0?[String($1)] }
  }

  /// The answers of all prompts so far.
  var prompts: ValueMap {
    get { values[Self.prompts]?.map ?? [:] }
    set { values[Self.prompts] = .map(newValue) }
  }

  /// Adds the answer of a prompt.
  mutating func set(prompt name: String, to value: Value) {
    let names = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    prompts = Self.setting(names[...], to: value, in: prompts)
  }

  private static func setting(_ names: ArraySlice<String>, to value: Value, in map: ValueMap) -> ValueMap {
    guard let first = names.first else { return map }
    var map = map
    let rest = names.dropFirst()
    map[first] = rest.isEmpty ? value : .map(setting(rest, to: value, in: map[first]?.map ?? [:]))
    return map
  }
}
