import HTTPTypes
import Model
import OrderedCollections
import Synchronization

/// The sessions of all browsers, in memory: a restart of the sandbox ends them.
final class FlowSessions: Sendable {
  static let cookie = "authentik_session"

  private let sessions = Mutex<[String: FlowSession]>([:])

  /// The session that a request's cookie names.
  func session(of request: SandboxRequest) -> FlowSession? {
    RequestCookies.value(Self.cookie, in: request).flatMap { self[$0] }
  }

  subscript(key: String) -> FlowSession? { sessions.withLock { $0[key] } }

  /// Stores a session in the place of the one with the former key.
  func save(_ session: FlowSession, insteadOf former: String) {
    sessions.withLock { sessions in
      if former != session.key { sessions[former] = nil }
      sessions[session.key] = session
    }
  }

  func remove(_ key: String) { sessions.withLock { $0[key] = nil } }

  var all: [FlowSession] { sessions.withLock { Array($0.values) } }
}
