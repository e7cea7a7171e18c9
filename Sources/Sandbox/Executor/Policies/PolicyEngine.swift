import Catalog
import Model
import OrderedCollections

/// Evaluates what is bound to a flow, a stage binding or another object.
struct PolicyEngine {
  let run: FlowRun

  /// An object that nothing is bound to passes.
  func result(of target: StoredObject, for user: StoredObject?) throws -> PolicyResult {
    let bindings = try run.store.links(to: target, model: "authentik_policies.policybinding", field: "target")
      .map(\.source.fields).filter { $0["enabled"] != false }
      .sorted { ($0["order"]?.integer ?? 0) < ($1["order"]?.integer ?? 0) }
    guard !bindings.isEmpty else { return PolicyResult(passes: true) }
    let results = try bindings.map { try result(of: $0, for: user) }
    let passes =
      target.fields["policy_engine_mode"] == "all"
      ? results.allSatisfy(\.passes) : results.contains(where: \.passes)
    return PolicyResult(passes: passes, messages: results.flatMap(\.messages))
  }

  private func result(of binding: ValueMap, for user: StoredObject?) throws -> PolicyResult {
    var result: PolicyResult
    do {
      result = try bound(binding, user)
    } catch let failure as FlowFailure {
      return PolicyResult(passes: binding["failure_result"] == true, messages: [failure.message])
    }
    if binding["negate"] == true { result.passes.toggle() }
    return result
  }

  private func bound(_ binding: ValueMap, _ user: StoredObject?) throws -> PolicyResult {
    if let key = binding["policy"], key != .null,
      let policy = try run.store.object(referredToAs: "authentik_policies.policy", by: key)
    {
      guard let kind = FlowPolicies.byModel[policy.kind.kind.model] else {
        run.notEvaluated.append(policy.fields["name"]?.string ?? "")
        return PolicyResult(passes: true)
      }
      return try kind.result(policy, user, run)
    }
    if let group = binding["group"], group != .null {
      return PolicyResult(passes: try AccessCheck(store: run.store, user: user).isMember(of: group))
    }
    return PolicyResult(passes: binding["user"] == user?.primaryKey)
  }
}
