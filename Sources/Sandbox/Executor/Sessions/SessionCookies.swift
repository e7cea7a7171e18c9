import HTTPTypes
import Model

/// The cookies of an answer.
enum SessionCookies {
  /// The cookies of an answer of the executor.
  static func headers(_ run: FlowRun) -> [(HTTPField.Name, String)] {
    (run.cookies + session(run.session, run.request, now: run.now)).map { (.setCookie, $0) }
  }

  /// The cookie of a session. The server sets it again with nearly every answer, and deletes it with a sign-out.
  static func session(_ session: FlowSession, _ request: SandboxRequest, now: Double) -> [String] {
    if session.isFlushed, session.plan == nil {
      return RequestCookies.value(FlowSessions.cookie, in: request) == nil ? [] : [removal]
    }
    let rules = request.isSecure ? "SameSite=None; Secure" : "SameSite=Lax"
    let cookie = "\(FlowSessions.cookie)=\(session.key)"
    guard let expires = session.expires else { return ["\(cookie); HttpOnly; Path=/; \(rules)"] }
    let seconds = max(Int(expires - now), 0)
    return [
      "\(cookie); expires=\(LastingCookie.date(expires)); HttpOnly; Max-Age=\(seconds); Path=/; \(rules)"
    ]
  }

  static let removal =
    "\(FlowSessions.cookie)=\"\"; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax"
}
