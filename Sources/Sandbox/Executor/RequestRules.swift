import HTTPTypes
import Model

/// What the server demands of a request before a stage sees it. All refusals are flow errors.
enum RequestRules {
  static func checkAccept(_ request: SandboxRequest) throws {
    guard !request.acceptsJSON else { return }
    throw FlowFailure(message: "Could not satisfy the request Accept header.")
  }

  static func checkMethod(_ request: SandboxRequest) throws {
    guard !["GET", "POST", "OPTIONS"].contains(request.method) else { return }
    throw FlowFailure(message: "Method \"\(request.method)\" not allowed.")
  }

  /// A signed-in browser must show that a write is its own: by a header with the value of a cookie, no foreign origin,
  /// and over https an origin or a referer of the same host (recorded).
  static func checkOrigin(_ run: FlowRun) throws {
    let request = run.request
    guard let csrf = run.session.csrf, run.session.user != nil, !request.isRead else { return }
    let own = (request.isSecure ? "https://" : "http://") + request.host
    let origin = request.headers[.origin]
    let referer = request.headers[.referer]
    let isOwn = origin.map { $0 == own } ?? (!request.isSecure || referer?.hasPrefix(own + "/") == true)
    guard isOwn, request.header("X-authentik-CSRF") == csrf else { throw FlowFailure(message: "CSRF Failed") }
  }

  /// The sent JSON; an empty body counts as an empty object.
  static func answer(_ run: FlowRun) throws -> Value {
    guard !run.request.body.isEmpty else { return [:] }
    let type = run.request.headers[.contentType] ?? ""
    guard type.lowercased().split(separator: ";").first.map(String.init) == "application/json" else {
      throw FlowFailure(message: "Unsupported media type \"\(type)\" in request.")
    }
    do {
      return try JSONReader.read(run.request.body)
    } catch {
      throw FlowFailure(message: "JSON parse error - \(error.reason)")
    }
  }
}
