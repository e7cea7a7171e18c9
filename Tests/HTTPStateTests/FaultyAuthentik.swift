import HTTPState
import Model
import OrderedCollections
import Remote
import ServerSupport
import Synchronization

/// The connection to an authentik that keeps a state, with faults on demand.
final class FaultyAuthentik: FaultyServer, APITransport {
  static let path = "/managed/blueprints/"

  private struct Contents {
    var requests: [TeamServer.Action] = []
    var faults: [(TeamServer.Action, TeamServer.Fault)] = []
    var lasting: [TeamServer.Action: TeamServer.Fault] = [:]
    var lockKeys: Set<String> = []
    /// The number of requests until the machine of the run stops, and whether the last one is carried out.
    var end: (left: Int, isCarriedOut: Bool)?
    var sizes: [Int] = []
  }

  private let base: HTTPTransport
  private let contents = Mutex(Contents())

  init(_ base: HTTPTransport) { self.base = base }

  func carrier(_ set: StateSet = .standard, limit: Int) -> AuthentikCarrier {
    AuthentikCarrier(
      APIClient(self, policy: StateScene.policy), set, server: "https://a.example", version: "test",
      requestLimit: limit)
  }

  var requests: [TeamServer.Action] { contents.withLock(\.requests) }
  /// The sizes of all bodies that were sent.
  var sizes: [Int] { contents.withLock(\.sizes) }

  func forgetRequests() {
    contents.withLock { contents in
      contents.requests = []
      contents.sizes = []
    }
  }
  func fault(_ action: TeamServer.Action, _ fault: TeamServer.Fault) {
    contents.withLock { $0.faults.append((action, fault)) }
  }
  func always(_ action: TeamServer.Action, _ fault: TeamServer.Fault?) {
    contents.withLock { $0.lasting[action] = fault }
  }

  /// Ends the run at a request: from then on nothing reaches the server. Nil lets requests through again.
  func end(at number: Int?, isCarriedOut: Bool = false) {
    contents.withLock { $0.end = number.map { (left: $0, isCarriedOut: isCarriedOut) } }
  }

  var hasEnded: Bool { contents.withLock { $0.end.map { $0.left <= 0 } ?? false } }

  // MARK: - What is there

  func stored() async throws -> [UInt8]? {
    try await instances().first { $0["name"] == "flowform.state.default/state" }?["context"]
      .map { JSONWriter.bytes(of: $0, style: .canonical) }
  }

  func lock() async throws -> Value? {
    try await instances().first { $0["name"] == "flowform.state.default/lock" }?["context"]?["lock"]
  }

  /// All instances on the server, past the faults.
  func instances() async throws -> [Value] {
    try await APIClient(base).read(Self.path, query: [("page_size", "100")])["results"]?.list ?? []
  }

  var names: [String] { get async throws { try await instances().compactMap { $0["name"]?.string } } }

  // MARK: - Requests

  func sendBeforeExit(_ request: APIRequest) { base.sendBeforeExit(request) }

  func send(_ request: APIRequest) async throws(APIError) -> APIResponse {
    let action = action(of: request)
    let (isEnd, isSent, fault) = contents.withLock { contents in
      if let body = request.body { contents.sizes.append(JSONWriter.bytes(of: body).count) }
      if let action { contents.requests.append(action) }
      contents.end?.left -= 1
      if let end = contents.end, end.left <= 0 {
        return (true, end.left == 0 && end.isCarriedOut, TeamServer.Fault?.none)
      }
      if let index = contents.faults.firstIndex(where: { $0.0 == action }) {
        return (false, true, contents.faults.remove(at: index).1)
      }
      return (false, true, action.flatMap { contents.lasting[$0] })
    }
    guard !isEnd else {
      if isSent { _ = try await carriedOut(request, action) }
      throw .ambiguous("the machine has stopped")
    }
    switch fault {
    case nil, .heldUp: return try await carriedOut(request, action)
    case .status(let code): return APIResponse(status: code)
    case .resetBefore: throw .ambiguous("the connection was closed")
    case .statusAfter(let code):
      _ = try await carriedOut(request, action)
      return APIResponse(status: code)
    case .resetAfter:
      _ = try await carriedOut(request, action)
      throw .ambiguous("the connection was closed")
    case .garbageAfter:
      _ = try await carriedOut(request, action)
      return APIResponse(status: 502, contentType: "text/html", body: Array("<html>".utf8))
    }
  }

  private func carriedOut(
    _ request: APIRequest, _ action: TeamServer.Action?
  ) async throws(APIError) -> APIResponse {
    let response = try await base.send(request)
    if action == .lock, let key = (try? JSONReader.read(response.body))?["pk"]?.string {
      contents.withLock { _ = $0.lockKeys.insert(key) }
    }
    return response
  }

  /// Nil for the removal of old parts.
  private func action(of request: APIRequest) -> TeamServer.Action? {
    let isLock = request.body?["name"]?.string?.hasSuffix("/lock") == true
    let key = request.path.dropFirst(Self.path.count).dropLast()
    return switch request.method {
    case .get: .read
    case .post, .patch: isLock ? .lock : .write
    case .delete: contents.withLock { $0.lockKeys.contains(String(key)) } ? .unlock : nil
    }
  }
}
