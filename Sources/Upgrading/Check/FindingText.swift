import Blueprints
import Model

extension VersionChange {
  /// The finding's sentence about an entry of a model. `value` is what is written for the field.
  func message(_ model: String, _ value: Value?) -> String {
    let field = "`\(field ?? "")`"
    let version = "authentik \(sinceName)"
    switch change {
    case .required: return "\(model) needs \(field) since \(version) to be created" + reason
    case .renamed:
      return "\(field) is named `\(newName)` since \(version), which ignores the old name" + reason
    case .removed: return "\(field) is ignored since \(version)" + reason
    case .kindRemoved: return "\(model) is no longer a kind since \(version)" + reason
    case .choice:
      let shown = value.map {
        $0.string.map { $0.isEmpty ? "an empty text" : "`\($0)`" } ?? JSONWriter.write($0)
      }
      let instead = value.flatMap(newValue).map { ": `\($0.string ?? "")` replaces it" } ?? ""
      return "\(shown ?? "the value") is no longer accepted for \(field) since \(version)"
        + (instead == ": `` replaces it" ? ": an empty text replaces it" : instead) + reason
    case .type: return "\(field) is \(form ?? "another type") since \(version)" + reason
    case .default: return "leaving \(field) out means something else since \(version)" + reason
    case .constraint: return "\(field) is checked since \(version)" + reason
    case .rule, .deprecated, .state: return "since \(version), \(text)"
    case .meaning:
      return self.field == nil
        ? "since \(version), \(text)" : "\(field) means something else since \(version)" + reason
    case .lookUp: return "look-ups of \(model) find nothing by `ak_groups` since \(version)" + reason
    case .shipped:
      return "\(condition.shipped?.value ?? "an object") of authentik changed in \(version)" + reason
    }
  }

  private var reason: String { text.isEmpty ? "" : ": \(text)" }

  private var newName: String {
    if case .rename(let name, _, _)? = rewrite { name } else { "" }
  }

  private func newValue(_ value: Value) -> Value? {
    if case .map(let values)? = rewrite { values[value] } else { nil }
  }
}
