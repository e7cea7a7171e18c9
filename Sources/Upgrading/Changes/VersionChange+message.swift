import Blueprints
import Model

extension VersionChange {
  /// The message about an entry of a model. `value` is the field's value in the file.
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
      return "\(shown(value)) is no longer accepted for \(field) since \(version)"
        + (value.flatMap(newValue).map { "; \(shown($0)) replaces it" } ?? "") + reason
    case .type: return "\(field) is \(form ?? "another type") since \(version)" + reason
    case .default: return "leaving \(field) out means something else since \(version)" + reason
    case .constraint: return "\(shown(value)) is refused for \(field) since \(version)" + reason
    case .rule, .deprecated, .meaning, .state: return "since \(version), \(text)"
    case .lookUp:
      guard case .lookUp(let old, let new)? = rewrite else { return text }
      return "`\(old)` is named `\(new)` in look-ups of \(model) since \(version)" + reason
    case .shipped:
      return "\(condition.shipped?.name ?? "an object") changed in \(version)" + reason
    }
  }

  private func shown(_ value: Value?) -> String {
    switch value {
    case .string(""): "an empty text"
    case .string(let text): "`\(text)`"
    case .list: "an item"
    case .some(let value): JSONWriter.write(value)
    case nil: "the value"
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
