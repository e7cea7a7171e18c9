import Model
import OrderedCollections

/// What the server demands of a body as a whole, once no field has an error.
///
/// Recorded from 2024.8 and 2026.5: all of them look at the body alone, not at the object that a PATCH changes.
enum BodyRule: Sendable {
  /// Exactly one of the fields has a value: what a policy binding is of.
  case oneOf([String])
  /// At least one of the fields is true or, where it is missing, is by default.
  case anyTrue([String: Bool], String)
  /// At least one of the lists has an item.
  case anyItem([String], String)
  /// At least one of the texts is not empty.
  case anyText([String], String)
  /// A PATCH without the field makes the server crash.
  case crashesWithout(String)

  static func of(_ model: String) -> [BodyRule] { byModel[model] ?? [] }

  private static let byModel: [String: [BodyRule]] = [
    "authentik_policies.policybinding": [.oneOf(["group", "policy", "user"]), .crashesWithout("target")],
    "authentik_flows.flowstagebinding": [
      .anyTrue(
        ["evaluate_on_plan": false, "re_evaluate_policies": true],
        "Either evaluation on plan or evaluation on run must be enabled")
    ],
    "authentik_stages_identification.identificationstage": [
      .anyItem(
        ["user_fields", "sources"], "When no user fields are selected, at least one source must be selected")
    ],
    "authentik_blueprints.blueprintinstance": [
      .anyText(["path", "content"], "Either path or content must be set.")
    ],
  ]

  /// The message for a body that breaks the rule, or nil.
  func complaint(about sent: ValueMap, _ traits: ServerTraits) -> String? {
    switch self {
    case .oneOf(let fields):
      let set = fields.filter { !(sent[$0] ?? .null).isNull }.count
      let names = traits.bindingSubjects
      return set == 1 ? nil : set == 0 ? "One of \(names) must be set." : "Only one of \(names) can be set."
    case .anyTrue(let fields, let message):
      return fields.contains { sent[$0.key]?.bool ?? $0.value } ? nil : message
    case .anyItem(let fields, let message):
      return fields.contains { !(sent[$0]?.list ?? []).isEmpty } ? nil : message
    case .anyText(let fields, let message):
      return fields.contains { !(sent[$0]?.string ?? "").isEmpty } ? nil : message
    case .crashesWithout: return nil
    }
  }
}
