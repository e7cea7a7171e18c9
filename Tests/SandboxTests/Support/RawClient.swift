import Model
import NIOCore
import NIOPosix

/// Sends requests byte for byte, each over a connection of its own.
struct RawClient: Sendable {
  let port: Int

  /// Sends a request. Nil if the connection ends without an answer.
  func send(
    _ method: String, _ target: String, headers: [(String, String)] = [], body: [UInt8]? = nil
  ) async throws -> RawResponse? {
    var head = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    if let body { head += "Content-Length: \(body.count)\r\n" }
    return RawResponse(try await exchange(Array((head + "\r\n").utf8) + (body ?? [])))
  }

  /// Sends bytes and reads until the server closes the connection.
  func exchange(_ bytes: [UInt8]) async throws -> [UInt8] {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(bytes: bytes))
      var answer: [UInt8] = []
      do {
        for try await part in inbound { answer += part.readableBytesView }
      } catch is IOError {
        // The connection was reset. The bytes before that count.
      }
      return answer
    }
  }

  /// Sends a JSON request with a token of the sandbox.
  func ask(
    _ method: String, _ target: String, _ body: Value? = nil, token: String? = "sandbox-admin"
  ) async throws -> RawResponse {
    var headers = [("Accept", "application/json")]
    if let token { headers.append(("Authorization", "Bearer \(token)")) }
    if body != nil { headers.append(("Content-Type", "application/json")) }
    let bytes = body.map { JSONWriter.bytes(of: $0) }
    guard let response = try await send(method, target, headers: headers, body: bytes) else {
      throw NoAnswer()
    }
    return response
  }

  struct NoAnswer: Error {}
}
