import Model
import OrderedCollections
import Remote
import Synchronization

/// A server of flows in memory. A test can spoil its answers.
final class FlowServer: APITransport {
  /// The fault of the next request with a method.
  enum Fault: Sendable {
    /// An error is answered, and nothing was done.
    case before(APIError)
    /// The request was carried out, and an error is answered all the same.
    case after(APIError)
    case answer(status: Int, Value)
  }

  private struct Contents {
    var flows: OrderedDictionary<String, ValueMap> = [:]
    var requests: [String] = []
    var bodies: [Value] = []
    var faults: [APIRequest.Method: [Fault]] = [:]
    var nextKey = 1
    var mayRead = true
    var running = 0
    var mostRunning = 0
  }

  private let contents = Mutex(Contents())
  private let isSlow: Bool

  init(_ flows: ValueMap..., isSlow: Bool = false) {
    self.isSlow = isSlow
    contents.withLock { contents in
      for flow in flows { contents.flows[flow["slug"]?.string ?? ""] = flow }
    }
  }

  func spoil(_ method: APIRequest.Method, _ faults: Fault...) {
    contents.withLock { $0.faults[method, default: []] += faults }
  }

  func forbidReading() { contents.withLock { $0.mayRead = false } }

  func change(_ slug: String, _ fields: ValueMap) {
    contents.withLock { $0.flows[slug]?.merge(fields) { $1 } }
  }

  /// The requests as `METHOD path`, without reads.
  var writes: [String] { contents.withLock { $0.requests.filter { !$0.hasPrefix("GET") } } }
  var bodies: [Value] { contents.withLock { $0.bodies } }
  var mostRunning: Int { contents.withLock { $0.mostRunning } }
  var slugs: [String] { contents.withLock { Array($0.flows.keys) } }
  func flow(_ slug: String) -> ValueMap? { contents.withLock { $0.flows[slug] } }

  func send(_ request: APIRequest) async throws(APIError) -> APIResponse {
    contents.withLock {
      $0.running += 1
      $0.mostRunning = max($0.mostRunning, $0.running)
    }
    if isSlow { try? await Task.sleep(for: .milliseconds(5)) }
    let result = contents.withLock { contents in
      contents.running -= 1
      return Self.answer(request, &contents)
    }
    return try result.get()
  }

  private static func answer(_ request: APIRequest, _ contents: inout Contents) -> Result<
    APIResponse, APIError
  > {
    contents.requests.append("\(request.method.rawValue) \(request.path)")
    if let body = request.body { contents.bodies.append(body) }
    var fault: Fault?
    if let faults = contents.faults[request.method], !faults.isEmpty {
      fault = contents.faults[request.method]?.removeFirst()
    }
    switch fault {
    case .before(let error): return .failure(error)
    case .answer(let status, let body): return .success(response(status, body))
    case .after(let error):
      _ = perform(request, &contents)
      return .failure(error)
    case nil: return .success(perform(request, &contents))
    }
  }

  private static func response(_ status: Int, _ body: Value) -> APIResponse {
    APIResponse(status: status, body: JSONWriter.bytes(of: body))
  }

  private static func perform(_ request: APIRequest, _ contents: inout Contents) -> APIResponse {
    let missing = response(404, ["detail": "No Flow matches the given query."])
    let slug = request.path.split(separator: "/").dropFirst(2).first.map(String.init)
    switch (request.method, slug) {
    case (.get, _) where !contents.mayRead: return response(403, ["detail": "You may not."])
    case (.get, nil):
      let found = contents.flows.values.filter { flow in
        request.query.allSatisfy { item in
          item.name.hasPrefix("page") || flow[item.name] == .string(item.value)
        }
      }
      return response(
        200, ["pagination": ["total_pages": 1], "results": .list(found.map(Value.map))])
    case (.get, let slug?): return contents.flows[slug].map { response(200, .map($0)) } ?? missing
    case (.post, _):
      var flow = request.body?.map ?? [:]
      let slug = flow["slug"]?.string ?? ""
      guard contents.flows[slug] == nil else { return response(400, ["slug": ["taken"]]) }
      flow["pk"] = .string("pk-\(contents.nextKey)")
      contents.nextKey += 1
      contents.flows[slug] = flow
      return response(201, .map(flow))
    case (.patch, let slug?):
      guard var flow = contents.flows.removeValue(forKey: slug) else { return missing }
      flow.merge(request.body?.map ?? [:]) { $1 }
      contents.flows[flow["slug"]?.string ?? ""] = flow
      return response(200, .map(flow))
    case (.delete, let slug?):
      guard contents.flows.removeValue(forKey: slug) != nil else { return missing }
      return response(204, .null)
    default: return response(405, ["detail": "Method not allowed."])
    }
  }
}
