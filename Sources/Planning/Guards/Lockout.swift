import Catalog
package import Model
import OrderedCollections

/// Whether a plan would lock out its own token or everyone: it deletes the flows of the default brand or the
/// token's own user, or takes the last superuser group from that user.
package struct Lockout: Sendable {
  /// A fact about the server that is needed to decide.
  package enum Concern: String, Sendable, Hashable, CaseIterable {
    case brandFlows, ownUser, superuserGroups
  }

  /// The server's answers; nil for objects that the token may not read.
  package struct Facts: Sendable {
    package var ownUser: Value?
    package var brands: [Value]?
    package var groups: [Value]?

    package init(ownUser: Value? = nil, brands: [Value]? = nil, groups: [Value]? = nil) {
      self.ownUser = ownUser
      self.brands = brands
      self.groups = groups
    }
  }

  /// Why a plan must not be applied, and what could not be checked.
  package struct Findings: Sendable {
    package var dangers: [Finding] = []
    package var unknown: [String] = []
  }

  package struct Finding: Sendable, Hashable {
    package let message: String
    package let location: SourceLocation?
  }

  private static let flow = "authentik_flows.flow"
  private static let user = "authentik_core.user"
  private static let group = "authentik_core.group"
  /// The fields of a group that can take superuser rights from a user: `parent` of 2024.8 is `parents` of
  /// 2026.5.
  private static let groupFields: Set<String> = ["users", "is_superuser", "parent", "parents"]

  private let plan: Plan
  private let facts: Facts

  private init(_ plan: Plan, _ facts: Facts) {
    self.plan = plan
    self.facts = facts
  }

  /// The facts that a plan makes necessary; none for nearly every plan.
  package static func concerns(of plan: Plan) -> Set<Concern> {
    var concerns: Set<Concern> = []
    for change in plan.changes.writes {
      let gone = change.deletedModels
      if gone.contains(flow) { concerns.insert(.brandFlows) }
      if gone.contains(user) { concerns.insert(.ownUser) }
      if gone.contains(group) || takesMembers(change) {
        concerns.formUnion([.ownUser, .superuserGroups])
      }
    }
    return concerns
  }

  private static func takesMembers(_ change: PlannedChange) -> Bool {
    guard change.action == .update else { return false }
    let fields = Set(change.fields.map(\.fieldName))
    switch change.address.model {
    case group: return !fields.isDisjoint(with: groupFields)
    case user: return fields.contains("groups")
    default: return false
    }
  }

  package static func findings(of plan: Plan, facts: Facts) -> Findings {
    let lockout = Lockout(plan, facts)
    let concerns = concerns(of: plan)
    var findings = Findings()
    if concerns.contains(.brandFlows) { lockout.judgeBrandFlows(&findings) }
    if concerns.contains(.ownUser) { lockout.judgeOwnUser(&findings) }
    if concerns.contains(.superuserGroups) { lockout.judgeSuperuserGroups(&findings) }
    return findings
  }

  // MARK: - The flows of the default brand

  private func judgeBrandFlows(_ findings: inout Findings) {
    guard let brands = facts.brands else {
      findings.unknown.append(
        "the plan deletes a flow, and the token may not read whether the default brand uses it")
      return
    }
    for brand in brands where brand["default"] == true {
      for (name, value) in brand.map ?? [:] where name.hasPrefix("flow_") && !value.isNull {
        for change in plan.changes where change.deletes(Self.flow, value) {
          findings.dangers.append(
            Finding(
              message:
                "\(change.address): \(change.takes(Self.flow, value)) the flow `\(name)` of the default brand",
              location: change.source))
        }
      }
    }
  }

  // MARK: - The token's own user

  private func judgeOwnUser(_ findings: inout Findings) {
    guard let key = facts.ownUser?["pk"] else {
      findings.unknown.append(
        "the plan deletes users or changes groups, and the server does not say which user the token belongs to"
      )
      return
    }
    for change in plan.changes where change.deletes(Self.user, key) {
      findings.dangers.append(
        Finding(
          message: "\(change.address): \(change.takes(Self.user, key)) the token's own user",
          location: change.source))
    }
  }

  // MARK: - The superuser groups of the token's own user

  /// Only existing groups count: a membership that the plan adds may come after the one it removes.
  private func judgeSuperuserGroups(_ findings: inout Findings) {
    guard let key = facts.ownUser?["pk"] else { return }
    guard let groups = facts.groups else {
      findings.unknown.append(
        "the plan changes groups, and the token may not read whether its own user stays a superuser")
      return
    }
    let before = Memberships(groups, user: key)
    guard !before.superuserGroups.isEmpty else { return }
    var after = before
    for change in plan.changes { after.apply(change, user: key) }
    guard after.superuserGroups.isEmpty else { return }
    for change in plan.changes {
      var alone = before
      alone.apply(change, user: key)
      guard alone.superuserGroups.count < before.superuserGroups.count else { continue }
      findings.dangers.append(
        Finding(
          message: "\(change.address): takes the last superuser group from the token's own user",
          location: change.source))
    }
  }

  /// The groups that a user is in, and which of them make it a superuser, directly or through a parent group.
  private struct Memberships {
    private var parents: [String: Set<String>] = [:]
    private var superusers: Set<String> = []
    private var direct: Set<String> = []

    init(_ groups: [Value], user: Value) {
      for group in groups {
        let key = Self.key(group["pk"])
        parents[key] = Self.parents(group)
        if group["is_superuser"] == true { superusers.insert(key) }
        if Self.keys(group["users"]).contains(Self.key(user)) { direct.insert(key) }
      }
    }

    /// The user's groups that grant superuser rights.
    var superuserGroups: Set<String> {
      direct.filter { group in
        var (waiting, seen) = ([group], Set<String>())
        while let next = waiting.popLast() {
          if superusers.contains(next) { return true }
          if seen.insert(next).inserted { waiting += parents[next] ?? [] }
        }
        return false
      }
    }

    mutating func apply(_ change: PlannedChange, user: Value) {
      for group in parents.keys where change.deletes(Lockout.group, .string(group)) { remove(group) }
      guard change.action == .update else { return }
      let key = Self.key(change.primaryKey)
      for field in change.fields {
        switch (change.address.model, field.fieldName) {
        case (Lockout.group, "users") where !Self.keys(field.after).contains(Self.key(user)):
          direct.remove(key)
        case (Lockout.group, "is_superuser") where field.after != true: superusers.remove(key)
        case (Lockout.group, "parent"), (Lockout.group, "parents"):
          let kept =
            field.fieldName == "parent" ? Set([Self.key(field.after)]) : Self.keys(field.after)
          parents[key]?.formIntersection(kept)
        case (Lockout.user, "groups") where key == Self.key(user):
          direct.formIntersection(Self.keys(field.after))
        default: break
        }
      }
    }

    private mutating func remove(_ group: String) {
      direct.remove(group)
      superusers.remove(group)
    }

    private static func parents(_ group: Value) -> Set<String> {
      guard let parent = group["parent"], !parent.isNull else { return keys(group["parents"]) }
      return [key(parent)]
    }

    private static func keys(_ list: Value?) -> Set<String> { Set((list?.list ?? []).map(key)) }

    private static func key(_ value: Value?) -> String {
      Coercion.text(value ?? .null)?.lowercased() ?? ""
    }
  }
}

extension PlannedChange {
  /// The models of all objects that would be deleted.
  fileprivate var deletedModels: Set<String> {
    action == .delete ? Set([address.model] + cascades.map(\.model)) : []
  }

  /// Whether an object would be deleted, itself or by cascade.
  fileprivate func deletes(_ model: String, _ key: Value) -> Bool {
    guard action == .delete else { return false }
    return isItself(model, key)
      || cascades.contains { $0.model == model && Self.isSame($0.primaryKey, key) }
  }

  fileprivate func takes(_ model: String, _ key: Value) -> String {
    isItself(model, key) ? "deletes" : "deletes by cascade"
  }

  private func isItself(_ model: String, _ key: Value) -> Bool {
    address.model == model && primaryKey.map { Self.isSame($0, key) } ?? false
  }

  private static func isSame(_ one: Value, _ other: Value) -> Bool {
    guard let one = Coercion.text(one), let other = Coercion.text(other) else { return false }
    return one.lowercased() == other.lowercased()
  }
}
