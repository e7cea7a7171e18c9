import Catalog
import HTTPTypes
import Model
import OrderedCollections

/// Signs users in and out.
///
/// Each session of a user is an object too, which the API lists and deletes; without it, nobody is signed in.
struct Sessions {
  static let model = "authentik_core.authenticatedsession"

  let run: FlowRun

  /// Gives the session another key, a user and a value against forged requests.
  func begin(for user: StoredObject, seconds: Double?) throws {
    if let former = run.session.object { try remove(former) }
    var session = FlowSession(key: NewIdentifier.make())
    session.plan = run.session.plan
    session.history = run.session.history
    session.notEvaluated = run.session.notEvaluated
    session.values = run.session.values
    session.user = user.primaryKey
    session.csrf = (NewIdentifier.make() + NewIdentifier.make()).split(separator: "-").joined()
    session.expires = seconds.map { run.now + $0 }
    session.object = try insert(user, expires: run.now + (seconds ?? run.traits.flows.sessionLength))
    run.session = session
    run.cookies.append(
      LastingCookie.header(
        "authentik_csrf", session.csrf ?? "", seconds: 31_449_600, now: run.now, run.request))
    var user = user
    user.fields["last_login"] = .string(ObjectMaker.text(at: run.now))
    try run.store.update(user)
    try ReputationScores(run: run).add(1, to: user.fields["username"]?.string ?? "")
  }

  /// Forgets everything but the plan; a browser keeps the cookie only if the run goes on.
  func end() throws {
    if let object = run.session.object { try remove(object) }
    var session = FlowSession(key: NewIdentifier.make())
    session.history = run.session.history
    session.notEvaluated = run.session.notEvaluated
    session.isFlushed = true
    run.session = session
    run.forgetParameters()
  }

  func endAll(of user: StoredObject) throws {
    for link in try run.store.links(to: user, model: Self.model, field: "user") {
      try run.store.remove(link.source)
    }
  }

  private func remove(_ key: Value) throws {
    if let object = try run.store.object(referredToAs: Self.model, by: key) { try run.store.remove(object) }
  }

  private func insert(_ user: StoredObject, expires: Double) throws -> Value? {
    guard let kind = run.store.kinds.kind(Self.model) else { return nil }
    let agent = run.request.headers[.userAgent] ?? ""
    let unknown: ValueMap = ["family": "Other", "major": .null, "minor": .null, "patch": .null]
    let session: ValueMap = [
      "current": false,
      "user_agent": [
        "string": .string(agent), "user_agent": .map(unknown),
        "os": .map(unknown.merging(["patch_minor": .null]) { $1 }),
        "device": ["family": "Other", "brand": .null, "model": .null],
      ],
      "geo_ip": .null, "asn": .null, "user": user.primaryKey, "last_ip": .string(ReputationScores.address),
      "last_user_agent": .string(agent), "last_used": .string(ObjectMaker.text(at: run.now)),
      "expires": .string(ObjectMaker.text(at: expires)),
    ]
    let made = try ObjectMaker(store: run.store).completed(session, kind, sent: [:]).merging(session) { $1 }
    return try run.store.insert(kind, made).primaryKey
  }
}
