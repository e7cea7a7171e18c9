import Blueprints
import Model

extension VersionChange {
  /// The message about an entry of a model. `value` is the field's value in the file.
  func message(_ model: String, _ value: Value?) -> String {
    let field = "`\(field ?? "")`"
    let version = "authentik \(sinceName)"
    let begin = "as of \(version), "
    switch change {
    case .required: return begin + "a create of \(model) needs \(field)" + reason
    case .renamed: return begin + "\(field) is named `\(newName)`, and the old name is ignored" + reason
    case .removed: return begin + "\(field) is ignored" + reason
    case .kindRemoved: return begin + "\(model) no longer exists" + reason
    case .choice:
      return begin + "\(field) no longer takes \(shown(value))"
        + (value.flatMap(newValue).map { "; \(shown($0)) replaces it" } ?? "") + reason
    case .type: return begin + "\(field) is \(form ?? "of another type")" + reason
    case .default: return begin + "leaving \(field) out means something else" + reason
    case .constraint: return begin + "\(field) refuses \(shown(value))" + reason
    case .rule, .deprecated, .meaning, .state: return begin + text
    case .lookUp:
      guard case .lookUp(let old, let new)? = rewrite else { return text }
      return begin + "`\(old)` is named `\(new)` in look-ups of \(model)" + reason
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
