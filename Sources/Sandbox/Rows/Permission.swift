import Catalog
import Model
import OrderedCollections

/// A permission as the list of permissions shows it.
///
/// The ID is the position in the list of all permissions. Django takes it from the database.
struct Permission: Sendable {
  let number: Int
  private let codename: String
  private let app: String
  private let model: String
  private let modelName: String

  /// An example of a name is `authentik_flows.add_flow`.
  init(_ name: String, number: Int, _ kinds: ServedKinds) {
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    let (app, codename) = (parts.first ?? "", parts.last ?? "")
    let words = codename.split(separator: "_").map(String.init)
    // The model is somewhere in the name, as in `set_token_key` and `add_user_to_group`.
    let known = words.last { kinds.kind("\(app).\($0)") != nil }
    (self.number, self.app, self.codename) = (number, app, codename)
    model = known ?? words.last ?? ""
    modelName = kinds.kind("\(app).\(model)")?.verboseName ?? model
  }

  private var name: String {
    let actions = ["add", "change", "delete", "view"]
    let action = actions.first { codename == "\($0)_\(model)" }
    return action.map { "Can \($0) \(modelName)" } ?? "Can " + codename.replacing("_", with: " ")
  }

  var value: Value {
    [
      "id": .integer(number), "name": .string(name), "codename": .string(codename), "model": .string(model),
      "app_label": .string(app), "app_label_verbose": .string(AppNames.all[app] ?? app),
      "model_verbose": .string(modelName),
    ]
  }

  /// Permissions in the order of the request, such as `-codename`. The default order is by name.
  static func sorted(_ permissions: [Permission], by ordering: String?) -> [Value] {
    let terms = (ordering ?? "").split(separator: ",").map { Coercion.trimmed(String($0)) }
    let known = terms.filter {
      ["id", "name", "codename"].contains($0.hasPrefix("-") ? String($0.dropFirst()) : $0)
    }
    return permissions.map(\.value).sorted { left, right in
      for term in (known.isEmpty ? ["name"] : known) + ["id"] {
        let field = term.hasPrefix("-") ? String(term.dropFirst()) : term
        let (one, other) = term.hasPrefix("-") ? (right, left) : (left, right)
        guard let first = one[field], let second = other[field], first != second else { continue }
        if let first = first.integer, let second = second.integer { return first < second }
        return (first.string ?? "") < (second.string ?? "")
      }
      return false
    }
  }
}
