import Model
import OrderedCollections
package import Remote

/// A browser with cookies of its own that runs one flow through authentik's flow executor. It never sends the API
/// token.
package struct ExecutorClient: Sendable {
  /// The maximum number of redirects in a walk. Some bindings answer with a redirect to the same address for ever
  /// (recorded).
  package static let redirectLimit = 50

  private let transport: any WireTransport
  private let address: ServerAddress
  let flow: String
  /// Of the page's address, such as `next=%2F`.
  private let query: String
  private var cookies = CookieJar()
  private var redirectCount = 0
  /// The policies that the embedded server did not evaluate, in the order of their first mention.
  private(set) var notEvaluated: OrderedSet<String> = []

  package init(
    _ transport: any WireTransport, address: ServerAddress, flow: String,
    query: [(name: String, value: String)] = []
  ) {
    self.transport = transport
    self.address = address
    self.flow = flow
    self.query = query.map { "\(PercentEncoding.encoded($0.name))=\(PercentEncoding.encoded($0.value))" }
      .joined(separator: "&")
  }

  private static let executor = "/flows/executor/"

  private var page: String {
    Self.executor + PercentEncoding.encoded(flow) + "/?query=" + PercentEncoding.encoded(query)
  }

  // MARK: - The flow

  /// The challenge that waits for an answer; begins the flow if it has not begun.
  mutating func challenge() async throws(WalkError) -> Challenge {
    try await follow(try await send("GET", page))
  }

  /// Answers the challenge that waits, and returns what comes then.
  mutating func answer(_ fields: ValueMap) async throws(WalkError) -> Challenge {
    try await follow(try await send("POST", page, .map(fields)))
  }

  private mutating func follow(_ first: APIResponse) async throws(WalkError) -> Challenge {
    var response = first
    while (300..<400).contains(response.status) {
      let place = response.location ?? ""
      redirectCount += 1
      guard let start = place.firstRange(of: "/api/v3" + Self.executor)?.lowerBound else {
        throw .failed(
          "the server redirects to `\(place)`, which is not its flow executor; check --url, and what stands before the server"
        )
      }
      guard redirectCount <= Self.redirectLimit else {
        throw .failed(
          "the flow goes round in a loop: after \(Self.redirectLimit) redirects the server still redirects to `\(place[start...])`; a stage that always fails, with a binding that restarts the flow, does this"
        )
      }
      response = try await send("GET", String(place[start...].dropFirst("/api/v3".count)))
    }
    return try challenge(of: response)
  }

  private func challenge(of response: APIResponse) throws(WalkError) -> Challenge {
    let isPage = response.contentType == "text/html"
    if response.status == 404, isPage { throw .noSuchFlow(flow) }
    if response.status == 405, response.body.isEmpty { throw .noSuchFlow(flow) }
    let request = response.requestID.map { " (request \($0))" } ?? ""
    guard response.contentType == "application/json", let value = try? JSONReader.read(response.body) else {
      let kind = isPage ? "a web page" : "no JSON"
      let advice =
        response.status < 500
        ? "check --url, and what stands before the server" : "the log of the server has the cause"
      let message = "the flow executor answers \(response.status) with \(kind)\(request); \(advice)"
      throw response.status < 500 ? .failed(message) : .broken(message)
    }
    guard response.status == 200, let challenge = Challenge(value) else {
      let detail = value["detail"]?.string.map { ": \($0)" } ?? ""
      throw .failed("the flow executor answers \(response.status) without a challenge\(detail)\(request)")
    }
    return challenge
  }

  // MARK: - The session

  /// The session's user, as `/core/users/me/` shows it; nil if nobody is signed in.
  mutating func user() async throws(WalkError) -> Value? {
    let response = try await send("GET", "/core/users/me/")
    switch response.status {
    case 200:
      guard let user = (try? JSONReader.read(response.body))?["user"] else { break }
      return user
    case 401, 403: return nil
    default: break
    }
    throw .failed("the server answers \(response.status) to the question who is signed in")
  }

  /// Asks the API as this session's user. Nil unless the answer is 2xx; null for one without content.
  mutating func ask(_ method: String, _ target: String) async throws(WalkError) -> Value? {
    let response = try await send(method, target)
    guard (200..<300).contains(response.status) else { return nil }
    return response.body.isEmpty ? .null : try? JSONReader.read(response.body)
  }

  // MARK: - Requests

  /// - Parameter target: Below `/api/v3`.
  private mutating func send(
    _ method: String, _ target: String, _ body: Value? = nil
  ) async throws(WalkError) -> APIResponse {
    var request = WireRequest(method, address.api + target)
    // The server translates some of its texts.
    request.headers = [("Accept", "application/json"), ("Accept-Language", "en")]
    if let header = cookies.header { request.headers.append(("Cookie", header)) }
    if method != "GET" {
      // A session that is signed in must prove that the request is its own, over https also by its origin (recorded).
      if let token = cookies["authentik_csrf"] { request.headers.append(("X-authentik-CSRF", token)) }
      if address.isEncrypted { request.headers.append(("Referer", address.base + "/")) }
    }
    if let body {
      request.headers.append(("Content-Type", "application/json"))
      request.body = JSONWriter.bytes(of: body)
    }
    do throws(APIError) {
      let response = try await transport.exchange(request)
      cookies.store(response.cookies)
      for name in (response.notEvaluated ?? "").split(separator: ",") {
        let name = name.trimmed
        notEvaluated.append(PercentEncoding.decoded(name) ?? name)
      }
      return response
    } catch {
      throw .server(error)
    }
  }
}
