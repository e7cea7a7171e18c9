import Catalog
import Model
import OrderedCollections

/// How often a name and an address failed or succeeded; successes count up, failures down.
///
/// A score outlives its user, and exists for names that no user has (recorded).
struct ReputationScores {
  static let model = "authentik_policies_reputation.reputation"
  /// The sandbox serves its own machine only.
  static let address = "127.0.0.1"

  let run: FlowRun

  var all: [ValueMap] { get throws { try scores().map(\.fields) } }

  func score(of identifier: String) throws -> Int {
    try stored(identifier)?.fields["score"]?.integer ?? 0
  }

  /// Adds to the score of a name; newer versions keep it within bounds.
  func add(_ amount: Int, to identifier: String) throws {
    guard let kind = run.store.kinds.kind(Self.model) else { return }
    func bounded(_ score: Int) -> Value {
      .integer(run.traits.reputationBounds.map { min(max(score, $0.lowerBound), $0.upperBound) } ?? score)
    }
    if var known = try stored(identifier) {
      known.fields["updated"] = .string(ObjectMaker.now())
      known.fields["score"] = bounded((known.fields["score"]?.integer ?? 0) + amount)
      try run.store.update(known)
    } else {
      let score: ValueMap = [
        "identifier": .string(identifier), "ip": .string(Self.address), "ip_geo_data": [:],
        "ip_asn_data": [:],
        "score": bounded(amount), "updated": .string(ObjectMaker.now()),
      ]
      try run.store.insert(
        kind, try ObjectMaker(store: run.store).completed(score, kind, sent: [:]).merging(score) { $1 })
    }
  }

  private func stored(_ identifier: String) throws -> StoredObject? {
    try scores { $0.filter("identifier", equals: .string(identifier)) }.first
  }

  private func scores(_ narrowing: (inout ListQuery) -> Void = { _ in }) throws -> [StoredObject] {
    guard let kind = run.store.kinds.kind(Self.model) else { return [] }
    var query = ListQuery(kind)
    narrowing(&query)
    return try run.store.objects(query, limit: -1, offset: 0)
  }
}
