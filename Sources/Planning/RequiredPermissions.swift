package import Blueprints
package import Catalog
import Model
package import OrderedCollections

/// The permissions that a token needs to plan and apply a set of entries, each with its reasons.
///
/// A kind needs Django's four permissions of its own model, even if it is one of several kinds of stage or
/// policy. A look-up in a base class needs the view permission of the base class.
package struct RequiredPermissions: Sendable {
  /// By name as `app.codename`, sorted; the reasons are in the order of a run.
  package private(set) var reasons: OrderedDictionary<String, OrderedSet<String>> = [:]
  /// Permissions that this version of the server cannot grant: only a superuser has them.
  package private(set) var ungrantable: OrderedDictionary<String, OrderedSet<String>> = [:]
  private let catalog: Catalog
  private let version: AuthentikVersion

  /// `questions` are the entries' questions to the server. Entries that a condition leaves out count too,
  /// because the condition may become true. `keepsState` is true if the state is in authentik itself.
  package init(
    _ entries: [ResolvedEntry], questions: [Question], catalog: Catalog, prunes: Bool,
    keepsState: Bool = false
  ) {
    self.catalog = catalog
    version = AuthentikVersion(catalog.version)
    for entry in entries {
      guard let kind = catalog.kind(entry.model) else { continue }
      add(entry, kind, prunes: prunes)
    }
    for case .find(let model, let conditions) in questions { add(model, conditions) }
    if keepsState { addState() }
    reasons.sort { $0.key < $1.key }
  }

  /// A state in authentik is kept in blueprint instances. Each run creates an instance as its lock, and deletes it.
  private mutating func addState() {
    guard let kind = catalog.kind("authentik_blueprints.blueprintinstance") else { return }
    let reasons = [
      ("view", "read the state"), ("add", "lock the state"), ("add", "save the state"),
      ("change", "save the state"), ("delete", "unlock the state"),
    ]
    for (verb, reason) in reasons { need(kind.permission(verb), reason) }
  }

  private mutating func need(_ permission: String, _ reason: String, since: String = "") {
    if version < AuthentikVersion(since) {
      ungrantable[permission, default: []].append(reason)
    } else {
      reasons[permission, default: []].append(reason)
    }
  }

  private mutating func add(_ entry: ResolvedEntry, _ kind: Kind, prunes: Bool) {
    need(kind.permission("view"), "plan")
    switch entry.state {
    case .absent: return need(kind.permission("delete"), "delete")
    case .present: if kind.canUpdate { need(kind.permission("change"), "update") }
    case .created, .mustCreated: break
    }
    need(kind.permission("add"), "create")
    if prunes, kind.canDelete { need(kind.permission("delete"), "delete with --prune") }
    for rule in Self.rules where rule.model == kind.model {
      guard let value = entry.values[rule.field], rule.applies(value) else { continue }
      need(rule.permission, rule.reason, since: rule.since)
    }
    if entry.permissions.contains(where: { $0.role != nil }) { grant(to: "authentik_rbac.role") }
    if entry.permissions.contains(where: { $0.user != nil }) { grant(to: "authentik_core.user") }
    let takesGrants =
      kind.model == "authentik_rbac.role" || kind.model == "authentik_core.user" && catalog.grantsToUsers
    if takesGrants, entry.values["permissions"]?.isNull == false { grant(to: kind.model) }
  }

  /// By the rule for its method, a POST to a role or user also needs the permissions to view and to add.
  private mutating func grant(to model: String) {
    guard let kind = catalog.kind(model) else { return }
    let assign =
      model == "authentik_core.user"
      ? "authentik_core.assign_user_permissions" : "authentik_rbac.assign_role_permissions"
    for permission in [kind.permission("view"), kind.permission("add"), assign] {
      need(permission, "grant permissions")
    }
  }

  private mutating func add(_ model: String, _ conditions: [FindCondition]) {
    func view(_ model: String) -> String? {
      BaseKinds.kind(model, in: catalog)?.permission("view")
    }
    if let permission = view(model) { need(permission, "!Find") }
    for condition in conditions {
      var kind = BaseKinds.kind(model, in: catalog)
      for field in Lookup(condition.field).path.dropLast() {
        let related = kind?.field(field)?.refersTo ?? BaseKinds.relation(field)
        guard let related, let permission = view(related) else { break }
        need(permission, "!Find")
        kind = BaseKinds.kind(related, in: catalog)
      }
    }
  }

  private struct Rule {
    let model: String
    let field: String
    let permission: String
    let reason: String
    /// The first version that has the permission.
    var since = ""
    var applies: @Sendable (Value) -> Bool = { !$0.isNull }
  }

  /// Permissions that the server requires in addition to the four, from authentik's API (`permission_required`, and
  /// the serializers of groups and users). 2024.8 requires two that it does not define.
  private static let rules = [
    Rule(
      model: "authentik_core.user", field: "password", permission: "authentik_core.reset_user_password",
      reason: "set a password"),
    Rule(
      model: "authentik_core.token", field: "key", permission: "authentik_core.set_token_key",
      reason: "set a token's key", since: "2025.8"),
    Rule(
      model: "authentik_core.group", field: "is_superuser",
      permission: "authentik_core.enable_group_superuser", reason: "make the members of a group superusers",
      since: "2025.2", applies: { $0.bool == true }),
    Rule(
      model: "authentik_core.group", field: "is_superuser",
      permission: "authentik_core.disable_group_superuser", reason: "take superuser rights from a group",
      since: "2025.2", applies: { $0.bool == false }),
    Rule(
      model: "authentik_core.user", field: "roles", permission: "authentik_rbac.change_role",
      reason: "give roles", applies: { $0.list?.isEmpty == false }),
    Rule(
      model: "authentik_core.group", field: "roles", permission: "authentik_rbac.change_role",
      reason: "give roles", applies: { $0.list?.isEmpty == false }),
  ]
}
