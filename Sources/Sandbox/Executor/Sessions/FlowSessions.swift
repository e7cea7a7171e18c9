import HTTPTypes
import Model
import OrderedCollections
import Synchronization

/// The sessions of all browsers, and the plans that links lead back to, in memory: a restart of the sandbox ends them.
final class FlowSessions: Sendable {
  static let cookie = "authentik_session"

  private let sessions = Mutex<[String: FlowSession]>([:])
  private let plans = Mutex<[String: FlowPlan]>([:])

  /// The session that a request's cookie names, if it has not expired and its user still is signed in.
  func session(of request: SandboxRequest, _ store: StoreTransaction, now: Double) throws -> FlowSession? {
    guard let key = RequestCookies.value(Self.cookie, in: request), let session = self[key] else {
      return nil
    }
    if let expires = session.expires, expires <= now { return nil }
    if let object = session.object,
      try store.object(referredToAs: Sessions.model, by: object) == nil
    {
      return nil
    }
    return session
  }

  subscript(key: String) -> FlowSession? { sessions.withLock { $0[key] } }

  /// Stores a session instead of the one with the former key.
  func save(_ session: FlowSession, insteadOf former: String) {
    sessions.withLock { sessions in
      if former != session.key { sessions[former] = nil }
      sessions[session.key] = session
    }
  }

  func remove(_ key: String) { sessions.withLock { $0[key] = nil } }

  /// The plan that the link with a key leads back to.
  func plan(of key: String) -> FlowPlan? { plans.withLock { $0[key] } }

  func save(_ plan: FlowPlan, of key: String) { plans.withLock { $0[key] = plan } }

  func removePlan(of key: String) { plans.withLock { $0[key] = nil } }
}
