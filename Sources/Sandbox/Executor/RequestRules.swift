import HTTPTypes
import Model

/// What the server demands of a request before a stage sees it. All refusals are flow errors.
enum RequestRules {
  static func check(_ run: FlowRun) throws {
    try checkAccept(run.request)
    guard ["GET", "POST", "OPTIONS"].contains(run.request.method) else {
      throw FlowFailure(message: "Method \"\(run.request.method)\" not allowed.")
    }
  }

  private static func checkAccept(_ request: SandboxRequest) throws {
    guard !request.acceptsJSON else { return }
    throw FlowFailure(message: "Could not satisfy the request Accept header.")
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
