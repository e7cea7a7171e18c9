import Foundation
import HTTPTypes
import Hummingbird
package import HummingbirdCore
package import Model
import NIOCore
import OrderedCollections
import Synchronization

/// A state server with faults, which follows Terraform's documentation or GitLab's source code.
package final class TeamServer: Sendable {
  package enum Dialect: String, CaseIterable, Sendable {
    /// LOCK and UNLOCK on the state's own address, and 423 if the lock is held.
    case terraform
    /// POST and DELETE on `/lock`, 409 if the lock is held, and each serial only once.
    case gitlab
    /// GET and POST, and nothing else.
    case plain
  }

  package enum Action: String, Sendable { case read, write, lock, unlock }

  package enum Fault: Sendable, Hashable {
    /// The request is not carried out.
    case status(Int)
    case resetBefore
    /// The request is carried out.
    case statusAfter(Int)
    case resetAfter
    /// The request is carried out, and the answer is an HTML page.
    case garbageAfter
    /// The server waits for `release` before it carries the request out.
    case heldUp
  }

  private struct Contents {
    var state: [UInt8]?
    var serials: Set<Int> = []
    var lock: Value?
    var requests: [Action] = []
    var faults: [(Action, Fault)] = []
    var lasting: [Action: Fault] = [:]
  }

  package static let (user, password) = ("runner-canary-5d1c", "canary-state-9b2e")

  package let dialect: Dialect
  private let user: String
  private let password: String
  private let contents = Mutex(Contents())
  private let released = Moment()

  package init(_ dialect: Dialect, user: String = TeamServer.user, password: String = TeamServer.password) {
    self.dialect = dialect
    self.user = user
    self.password = password
  }

  package var state: [UInt8]? {
    get { contents.withLock(\.state) }
    set { contents.withLock { $0.state = newValue } }
  }
  package var json: Value { get throws { try JSONReader.read(state ?? []) } }
  package var lock: Value? {
    get { contents.withLock(\.lock) }
    set { contents.withLock { $0.lock = newValue } }
  }
  package var requests: [Action] { contents.withLock(\.requests) }
  package func forgetRequests() { contents.withLock { $0.requests = [] } }

  /// Adds a fault for a later request. The faults of one action occur in this order.
  package func fault(_ action: Action, _ fault: Fault) {
    contents.withLock { $0.faults.append((action, fault)) }
  }
  /// Sets a fault for every such request, or none.
  package func always(_ action: Action, _ fault: Fault?) { contents.withLock { $0.lasting[action] = fault } }

  /// The settings of a run that keeps its state on this server.
  package func variables(_ port: Int, scheme: String = "http") -> [String: String] {
    let url = "\(scheme)://127.0.0.1:\(port)/state/main"
    var variables = [
      "FLOWFORM_STATE": url, "FLOWFORM_STATE_USERNAME": user, "FLOWFORM_STATE_PASSWORD": password,
    ]
    guard dialect == .gitlab else { return variables }
    variables["FLOWFORM_STATE_LOCK_ADDRESS"] = url + "/lock"
    variables["FLOWFORM_STATE_LOCK_METHOD"] = "POST"
    variables["FLOWFORM_STATE_UNLOCK_METHOD"] = "DELETE"
    return variables
  }

  package func withRunning<Result: Sendable>(
    _ server: HTTPServerBuilder = .http1(), _ body: @escaping @Sendable (Int) async throws -> Result
  ) async throws -> Result {
    let router = Router()
    for name in ["GET", "POST", "DELETE", "LOCK", "UNLOCK"] {
      guard let method = HTTPRequest.Method(rawValue: name) else { continue }
      router.on("**", method: method) { request, _ in try await self.answer(request) }
    }
    return try await LocalServer(router: router, server: server).withRunning(body)
  }

  // MARK: - Answers

  private func answer(_ incoming: Request) async throws -> Response {
    var request = incoming
    let body = Array(try await request.collectBody(upTo: 1 << 24).readableBytesView)
    guard let action = action(of: request) else { return Response(status: .methodNotAllowed) }
    let fault = contents.withLock { contents in
      contents.requests.append(action)
      if let index = contents.faults.firstIndex(where: { $0.0 == action }) {
        return Optional(contents.faults.remove(at: index).1)
      }
      return contents.lasting[action]
    }
    let credentials = Data("\(user):\(password)".utf8).base64EncodedString()
    guard request.headers[.authorization] == "Basic \(credentials)" else {
      return Response(status: .unauthorized)
    }
    let id = request.uri.queryParameters.get("ID")
    func done() -> Response { respond(contents.withLock { perform(action, body, id, &$0) }) }
    switch fault {
    case nil: return done()
    case .status(let code): return Response(status: .init(code: code))
    case .resetBefore: return Self.cut()
    case .statusAfter(let code):
      _ = done()
      return Response(status: .init(code: code))
    case .resetAfter:
      _ = done()
      return Self.cut()
    case .garbageAfter:
      _ = done()
      return Response(
        status: .badGateway, headers: [.contentType: "text/html"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: "<html>")))
    case .heldUp:
      try await released.wait()
      return done()
    }
  }

  package func release() { released.come() }

  private struct Cut: Error {}

  /// A body that is shorter than announced, with the end of the connection.
  private static func cut() -> Response {
    Response(
      status: .ok, headers: [.contentLength: "10"], body: ResponseBody { _ in throw Cut() })
  }

  private func action(of request: Request) -> Action? {
    let isLock = request.uri.path.hasSuffix("/lock")
    return switch (request.method.rawValue, dialect) {
    case ("GET", _) where !isLock: .read
    case ("POST", _) where !isLock: .write
    case ("LOCK", .terraform), ("POST", .gitlab): .lock
    case ("UNLOCK", .terraform): .unlock
    case ("DELETE", .gitlab) where isLock: .unlock
    default: nil
    }
  }

  private func respond(_ answer: (Int, [UInt8])) -> Response {
    Response(
      status: .init(code: answer.0), headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.1)))
  }

  private func perform(
    _ action: Action, _ body: [UInt8], _ id: String?, _ contents: inout Contents
  ) -> (Int, [UInt8]) {
    let held = contents.lock?["ID"]?.string
    let refusal = dialect == .gitlab ? 409 : 423
    let holder = contents.lock.map { JSONWriter.bytes(of: $0) } ?? []
    switch action {
    case .read: return contents.state.map { (200, $0) } ?? (dialect == .gitlab ? 204 : 404, [])
    case .write:
      guard held == id else { return (refusal, holder) }
      let serial = (try? JSONReader.read(body))?["serial"]?.integer ?? -1
      if dialect == .gitlab, !contents.serials.insert(serial).inserted { return (422, []) }
      contents.state = body
      return (200, [])
    case .lock:
      guard held == nil else { return (refusal, holder) }
      let lock = (try? JSONReader.read(body)) ?? .null
      let wanted = ["ID", "Operation", "Info", "Who", "Version", "Created", "Path"]
      guard wanted.allSatisfy({ lock[$0]?.string != nil }) else { return (400, []) }
      contents.lock = lock
      return (200, dialect == .gitlab ? body : [])
    case .unlock:
      guard let named = (try? JSONReader.read(body))?["ID"]?.string, named == held else {
        return (409, holder)
      }
      contents.lock = nil
      return (200, [])
    }
  }
}
