import Catalog
import Model
import OrderedCollections

/// Whether a user may open an object, by the policies, groups and users that are bound to it.
///
/// Policies are not evaluated: they count as passed.
struct AccessCheck {
  let store: StoreTransaction
  let user: StoredObject?

  func allows(_ object: StoredObject) throws -> Bool {
    let bindings = try store.links(to: object, model: "authentik_policies.policybinding", field: "target")
      .map(\.source.fields).filter { $0["enabled"] != false }
    guard !bindings.isEmpty else { return true }
    let results = try bindings.map { try passes($0) != ($0["negate"] == true) }
    return object.fields["policy_engine_mode"] == "all" ? !results.contains(false) : results.contains(true)
  }

  private func passes(_ binding: ValueMap) throws -> Bool {
    if let group = binding["group"], group != .null { return try isMember(of: group) }
    if let bound = binding["user"], bound != .null { return bound == user?.primaryKey }
    return true
  }

  /// Members of child groups are members too.
  func isMember(of group: Value) throws -> Bool {
    var known: Set<Value> = []
    var rest = user?.fields["groups"]?.list ?? []
    while let next = rest.popLast() {
      if next == group { return true }
      guard known.insert(next).inserted,
        let fields = try store.object(referredToAs: "authentik_core.group", by: next)?.fields
      else { continue }
      rest += (fields["parents"]?.list ?? []) + [fields["parent"] ?? .null]
    }
    return false
  }
}
