import Model
import OrderedCollections

/// A policy that passes for visitors with a bad reputation: by their address, their name, or both.
struct ReputationPolicy: FlowPolicy {
  func result(_ policy: StoredObject, _ user: StoredObject?, _ run: FlowRun) throws -> PolicyResult {
    let name = user?.fields["username"]?.string ?? ""
    let sum = try ReputationScores(run: run).all.filter { score in
      policy.fields["check_ip"] != false && score["ip"]?.string == ReputationScores.address
        || policy.fields["check_username"] != false && score["identifier"]?.string == name
    }.reduce(0) { $0 + ($1["score"]?.integer ?? 0) }
    return PolicyResult(passes: sum <= policy.fields["threshold"]?.integer ?? -5)
  }
}
