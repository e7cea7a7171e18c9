import NIOCore
import NIOPosix
import Synchronization

/// A proxy for encrypted connections. It records the requested hosts.
final class TunnelProxy: Sendable {
  private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

  private let noted = Mutex<[String]>([])

  /// The hosts and ports that clients have requested.
  var asked: [String] { noted.withLock { $0 } }

  func withRunning<Result: Sendable>(
    _ body: @escaping @Sendable (Int) async throws -> Result
  ) async throws -> Result {
    let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .bind(host: "127.0.0.1", port: 0) { Self.wrapped($0) }
    let port = listener.channel.localAddress?.port ?? 0
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask {
        try await listener.executeThenClose { connections in
          await withDiscardingTaskGroup { tunnels in
            var iterator = connections.makeAsyncIterator()
            while let connection = try? await iterator.next() {
              // If a tunnel breaks, its two ends notice.
              tunnels.addTask { try? await self.serve(connection) }
            }
          }
        }
        return nil
      }
      group.addTask { try await body(port) }
      defer { group.cancelAll() }
      while let result = try await group.next() {
        if let result { return result }
      }
      throw CancellationError()
    }
  }

  private static func wrapped(_ channel: any Channel) -> EventLoopFuture<Connection> {
    channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
  }

  private func serve(_ client: Connection) async throws {
    try await client.executeThenClose { incoming, outgoing in
      var iterator = incoming.makeAsyncIterator()
      var head = ""
      while !head.hasSuffix("\r\n\r\n"), let bytes = try await iterator.next() {
        head += String(buffer: bytes)
      }
      let words = head.split(separator: " ")
      guard words.count > 2, words[0] == "CONNECT" else { return }
      noted.withLock { $0.append(String(words[1])) }
      let parts = words[1].split(separator: ":")
      let server = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .connect(host: String(parts[0]), port: Int(parts[1]) ?? 0) { Self.wrapped($0) }
      try await outgoing.write(ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n"))
      try await server.executeThenClose { answers, requests in
        try await withThrowingTaskGroup { group in
          group.addTask {
            for try await bytes in answers { try await outgoing.write(bytes) }
          }
          while let bytes = try await iterator.next() { try await requests.write(bytes) }
          group.cancelAll()
        }
      }
    }
  }
}
