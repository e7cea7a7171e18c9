import Catalog
import Model
import OrderedCollections

/// The tokens of links with which a run goes on in another browser: objects of the API, with plans in memory.
struct FlowTokens {
  static let model = "authentik_core.token"
  /// The browser's parameter for the key.
  static let parameter = "flow_token"
  /// The field of a token whose link asks for a confirmation first; no answer shows it.
  private static let asksFirst = "asks_first"

  let run: FlowRun

  /// Makes the token of an e-mail stage's link. Newer versions keep one for each user and stage (recorded).
  func make(for user: StoredObject) throws {
    let stage = run.stage
    let prefix = "ak-email-stage-\(Self.slug(stage["name"]?.string ?? ""))-"
    if run.traits.flows.confirmsLinks {
      for link in try run.store.links(to: user, model: Self.model, field: "user")
      where link.source.fields["identifier"]?.string?.hasPrefix(prefix) == true {
        try run.store.remove(link.source)
      }
    }
    let minutes = stage["token_expiry"]?.integer.map { Double($0) * 60 }
    let seconds = minutes ?? stage["token_expiry"]?.string.flatMap(DurationText.seconds) ?? 1_800
    guard let plan = run.plan else { return }
    _ = try insert(
      prefix + NewIdentifier.make(), user, seconds, plan, asksFirst: run.traits.flows.confirmsLinks)
  }

  /// Stores a token with the plan to go on with; returns its key.
  func insert(
    _ identifier: String, _ user: StoredObject, _ seconds: Double, _ plan: FlowPlan, asksFirst: Bool = false
  ) throws -> String {
    let key = ObjectMaker.letters(60)
    guard let kind = run.store.kinds.kind(Self.model) else { return key }
    let token: ValueMap = [
      "managed": .null, "identifier": .string(identifier), "intent": "verification", "user": user.primaryKey,
      "description": "", "expires": .string(ObjectMaker.text(at: run.now + seconds)), "expiring": true,
      "key": .string(key), Self.asksFirst: .bool(asksFirst),
    ]
    let made = try ObjectMaker(store: run.store).completed(token, kind, sent: token).merging(token) { $1 }
    try run.store.insert(kind, made)
    run.sessions.save(plan, of: key)
    return key
  }

  /// Goes on with the plan of the link that the browser's query names. A spent or unknown one is ignored (recorded).
  func restore() throws {
    guard let key = run.parameter(Self.parameter), run.session.plan?.context.restoredBy != key,
      let token = try Self.token(key, run.store), var plan = run.sessions.plan(of: key),
      token.fields["expires"]?.string.flatMap(ObjectMaker.seconds) ?? run.now >= run.now
    else { return }
    if let known = run.session.plan?.context { plan.context.values.merge(known.values) { own, _ in own } }
    plan.context.restoredBy = key
    if token.fields[Self.asksFirst] == true,
      let kind = run.store.kinds.kind("authentik_stages_consent.consentstage")
    {
      plan.context.values[ConsentStage.header] = "Continue to confirm this email address."
      let stage = StoredObject(
        position: 0, kind: kind, fields: ["name": "confirm", "mode": "always_require"])
      plan.steps.insert(FlowPlan.Step(binding: stage, stage: stage, isReevaluated: false), at: 0)
    } else {
      try spend(token, key)
    }
    run.session.plan = plan
  }

  /// Spends the link of a run whose visitor confirmed it.
  func confirm() throws {
    guard let key = run.plan?.context.restoredBy else { return }
    run.change { $0.values[ConsentStage.header] = nil }
    if let token = try Self.token(key, run.store) { try spend(token, key) }
  }

  private func spend(_ token: StoredObject, _ key: String) throws {
    try run.store.remove(token)
    run.sessions.removePlan(of: key)
  }

  /// The token with a key.
  static func token(_ key: String, _ store: StoreTransaction) throws -> StoredObject? {
    guard !key.isEmpty, let kind = store.kinds.kind(model) else { return nil }
    var query = ListQuery(kind)
    query.filter("key", equals: .string(key))
    return try store.objects(query, limit: 1, offset: 0).first
  }

  private static func slug(_ text: String) -> String {
    String(text.lowercased().map { $0.isLetter || $0.isNumber || $0 == "_" ? $0 : "-" })
  }
}
