import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Sandbox
import ServerSupport
import Synchronization

/// A sandbox that holds one request as long as a test wants, before or after it is carried out.
final class GatedServer: Sendable {
  enum Point: Sendable, Hashable {
    /// The request has arrived and is never carried out.
    case before(Int)
    /// The request has been carried out and is never answered.
    case after(Int)
  }

  private struct Contents {
    var point: Point?
    var requests: [String] = []
    let held = Moment()
    let released = Moment()
  }

  private struct Dropped: Error {}

  let sandbox: SandboxServer
  private let contents = Mutex(Contents())

  init() throws { sandbox = try SandboxServer(SandboxConfiguration()) }

  /// `METHOD path` of each request since the last `hold`.
  var requests: [String] { contents.withLock { $0.requests } }
  var writes: [String] { requests.filter { !$0.hasPrefix("GET") } }

  /// The moment when the held request arrives.
  var held: Moment { contents.withLock(\.held) }

  /// Counts requests from 1 again, and holds the request at this point. Nil holds none.
  func hold(_ point: Point?) { contents.withLock { $0 = Contents(point: point) } }

  /// Lets the held request end without an answer.
  func release() { contents.withLock(\.released).come() }

  func withRunning<Result: Sendable>(
    _ body: @escaping @Sendable (Int) async throws -> Result
  ) async throws -> Result {
    let router = Router()
    for method in [HTTPRequest.Method.get, .post, .patch, .delete, .put] {
      router.on("**", method: method) { request, _ in try await self.answer(request) }
    }
    return try await LocalServer(router: router).withRunning(body)
  }

  private func answer(_ request: Request) async throws -> Response {
    let target = request.uri.string
    let number = contents.withLock { contents in
      contents.requests.append("\(request.method.rawValue) \(target)")
      return contents.requests.count
    }
    var request = request
    let body = try await request.collectBody(upTo: 1 << 24)
    try await pass(.before(number))
    let response = await sandbox.answer(
      SandboxRequest(
        method: request.method.rawValue, target: target, host: "127.0.0.1", headers: request.headers,
        body: Array(body.readableBytesView)))
    try await pass(.after(number))
    var headers = HTTPFields()
    headers[.contentType] = response.contentType
    for (name, value) in response.headers { headers[name] = value }
    return Response(
      status: HTTPResponse.Status(code: response.status), headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: response.body)))
  }

  private func pass(_ point: Point) async throws {
    let contents = contents.withLock(\.self)
    guard contents.point == point else { return }
    contents.held.come()
    try await contents.released.wait()
    throw Dropped()
  }
}
