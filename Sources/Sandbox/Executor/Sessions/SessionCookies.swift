import HTTPTypes
import Model

/// The cookies of an answer of the executor.
enum SessionCookies {
  static func headers(_ run: FlowRun) -> [(HTTPField.Name, String)] {
    (run.cookies + [session(run.session.key, run.request)]).map { (.setCookie, $0) }
  }

  /// The cookie of a session, which the server sets anew with nearly every answer.
  static func session(_ key: String, _ request: SandboxRequest) -> String {
    let rules = request.isSecure ? "SameSite=None; Secure" : "SameSite=Lax"
    return "\(FlowSessions.cookie)=\(key); HttpOnly; Path=/; \(rules)"
  }
}
