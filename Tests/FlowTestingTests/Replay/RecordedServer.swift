import FlowTesting
import Model
import OrderedCollections
import Remote
import Synchronization
import Testing

/// A server that answers one run as the recorded one did, to requests that are the recorded ones: the same cookies, the same
/// body, the same proof of origin.
final class RecordedServer: WireTransport {
  private struct State {
    var next = 0
    var hasBegun = false
    /// True once an exchange was left out that a walk does not make: the session's token may differ from then on.
    var hasSkipped = false
    var isSignedOut = false
    var last = 0
  }

  private let run: RecordedRun
  private let file: [RecordedExchange]
  private let state = Mutex(State())
  private let base: String

  init(_ run: RecordedRun, in file: [RecordedExchange]) {
    self.run = run
    self.file = file
    base =
      run.first.header("X-Forwarded-Proto") == "https"
      ? "https://auth.example.com" : "http://authentik.example.com"
  }

  var address: ServerAddress { get throws { try ServerAddress(base) } }

  /// The lines of the recording whose answer was not given.
  var unasked: [Int] {
    state.withLock { state in
      run.exchanges[state.next...].filter { run.isOrdinary($0) && $0.method == "POST" }.map(\.line)
    }
  }

  func exchange(_ request: WireRequest) async throws(APIError) -> APIResponse {
    let path = "/api/v3" + (request.url.split(separator: "/api/v3", maxSplits: 1).last ?? "")
    let cookies = RecordedExchange.cookies(request.header("Cookie"))
    return state.withLock { state in
      if path == "/api/v3/core/users/me/" { return me(cookies, state) }
      if path.hasPrefix("/api/v3/core/authenticated_sessions/") {
        if request.method == "DELETE" { state.isSignedOut = true }
        return request.method == "DELETE"
          ? APIResponse(status: 204) : .json(200, ["results": [["uuid": "s1", "current": true]]])
      }
      return executor(request, path, cookies, &state)
    }
  }

  private func me(_ cookies: [String: String], _ state: State) -> APIResponse {
    guard !state.isSignedOut else { return .signedIn(nil) }
    let asked = file.first {
      $0.line > state.last && $0.path == "/api/v3/core/users/me/"
        && $0.cookies["authentik_session"] == cookies["authentik_session"]
    }
    return asked?.answer ?? .json(500, ["detail": "not recorded"])
  }

  private func executor(
    _ request: WireRequest, _ path: String, _ cookies: [String: String], _ state: inout State
  ) -> APIResponse {
    if !state.hasBegun {
      state.hasBegun = true
      if let challenge = run.firstChallenge { return .json(200, challenge, cookies: seed) }
    }
    let rest = run.exchanges[state.next...]
    let matches = { (exchange: RecordedExchange) in
      self.run.isOrdinary(exchange) && exchange.method == request.method
        && exchange.query == RecordedExchange.query(path)
        && (exchange.method == "GET" || Self.body(exchange.request) == Self.body(request.json))
    }
    guard let index = rest.firstIndex(where: matches) else {
      Issue.record(
        "nobody asked for this in the recording: \(request.method) \(path) \(request.json.map { JSONWriter.write($0) } ?? "")"
      )
      return .json(500, ["detail": "not recorded"])
    }
    let exchange = run.exchanges[index]
    if index != state.next { state.hasSkipped = true }
    state.next = index + 1
    state.last = exchange.line
    let isFirst = index == 0 || run.exchanges[..<index].allSatisfy { !run.isOrdinary($0) }
    if !isFirst || run.firstChallenge != nil {
      #expect(Set(cookies.keys) == Set(exchange.cookies.keys), "cookies of line \(exchange.line)")
      if !state.hasSkipped { #expect(cookies == exchange.cookies, "cookies of line \(exchange.line)") }
    }
    if exchange.method == "POST", let token = exchange.header("X-authentik-CSRF"), !state.hasSkipped {
      #expect(request.header("X-authentik-CSRF") == token, "line \(exchange.line)")
    }
    if let origin = exchange.header("Referer") { #expect(request.header("Referer") == origin) }
    let answer = exchange.answer
    return APIResponse(
      status: answer.status, contentType: answer.contentType, location: answer.location,
      requestID: answer.requestID, cookies: (isFirst ? seed : []) + answer.cookies, body: answer.body)
  }

  /// The cookies that the run's session had before it, since a walk begins without any.
  private var seed: [String] { run.first.cookies.map { "\($0.key)=\($0.value); Path=/" } }

  /// The executor does not look at the component.
  private static func body(_ value: Value?) -> Value? {
    guard var map = value?.map else { return value }
    map["component"] = nil
    return .map(map)
  }
}
