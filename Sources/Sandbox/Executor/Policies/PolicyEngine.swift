import Catalog
import Model
import OrderedCollections

/// Evaluates the bindings of a flow, a stage binding or another object: policies, groups and users.
struct PolicyEngine {
  let run: FlowRun

  /// An object that nothing is bound to passes.
  func result(of target: StoredObject, for user: StoredObject?) throws -> PolicyResult {
    let bindings = try run.store.links(to: target, model: "authentik_policies.policybinding", field: "target")
      .map(\.source.fields).filter { $0["enabled"] != false }
      .sorted { ($0["order"]?.integer ?? 0) < ($1["order"]?.integer ?? 0) }
    return try combined(bindings, all: target.fields["policy_engine_mode"] == "all", user)
  }

  /// The result of policies that are not bound: all of them must pass.
  func result(ofPolicies keys: [Value], for user: StoredObject?) throws -> PolicyResult {
    try combined(keys.map { ["policy": $0] }, all: true, user)
  }

  /// All are evaluated, so that the messages of all are known, also of those that pass.
  private func combined(_ bindings: [ValueMap], all: Bool, _ user: StoredObject?) throws -> PolicyResult {
    guard !bindings.isEmpty else { return PolicyResult(passes: true) }
    let results = try bindings.map { try result(of: $0, user) }
    return PolicyResult(
      passes: all ? results.allSatisfy(\.passes) : results.contains(where: \.passes),
      messages: results.flatMap(\.messages))
  }

  /// A policy that fails gives the binding's own result, which the binding may negate as any other.
  private func result(of binding: ValueMap, _ user: StoredObject?) throws -> PolicyResult {
    if Self.key("policy", of: binding) == nil, user == nil, !run.traits.crashesOnGroupsOfVisitors {
      // Newer versions count the members among the bound groups and users in the database, negated or not.
      return PolicyResult(passes: false)
    }
    var result: PolicyResult
    do {
      result = try bound(binding, user)
    } catch let failure as FlowFailure {
      result = PolicyResult(passes: binding["failure_result"] == true, messages: [failure.message])
    }
    if binding["negate"] == true { result.passes.toggle() }
    return result
  }

  private func bound(_ binding: ValueMap, _ user: StoredObject?) throws -> PolicyResult {
    if let key = Self.key("policy", of: binding) {
      return try run.store.object(referredToAs: "authentik_policies.policy", by: key)
        .map { try result(of: $0, user) } ?? PolicyResult(passes: false)
    }
    if let group = Self.key("group", of: binding) {
      guard user != nil || isPretended else {
        throw FlowFailure(message: "'AnonymousUser' object has no attribute 'all_groups'")
      }
      return PolicyResult(passes: try AccessCheck(store: run.store, user: user).isMember(of: group))
    }
    return PolicyResult(passes: user != nil && binding["user"] == user?.primaryKey)
  }

  /// A kind of policy that the sandbox does not know counts as passed.
  private func result(of policy: StoredObject, _ user: StoredObject?) throws -> PolicyResult {
    guard let kind = FlowPolicies.byModel[policy.kind.kind.model] else {
      run.notEvaluated.append(policy.fields["name"]?.string ?? "")
      return PolicyResult(passes: true)
    }
    return try kind.result(policy, user, run)
  }

  private var isPretended: Bool {
    if case .pretended = run.plan?.context.user { true } else { false }
  }

  private static func key(_ field: String, of binding: ValueMap) -> Value? {
    guard let key = binding[field], key != .null else { return Optional.none }
    return key
  }
}
