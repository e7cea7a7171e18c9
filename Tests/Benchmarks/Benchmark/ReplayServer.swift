import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A bare HTTP server that answers from memory as fast as possible. A list returns the prepared objects, and a create
/// returns its own body with a key in front.
final class ReplayServer: Sendable {
  private let data: ReplayData
  private let counts = Mutex<[String: Int]>([:])
  private let created = Atomic(0)

  init(_ data: ReplayData) {
    self.data = data
  }

  /// Serves until standard input ends, which happens when the parent process ends. Prints its port at the start, and
  /// the number of requests per path at the end.
  func run() async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let channel = try await ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(Handler(server: self))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    print(channel.localAddress?.port ?? 0)
    fflush(nil)
    while let line = readLine() {
      guard line == "counts" else { continue }
      let counts = counts.withLock { counts in
        defer { counts = [:] }
        return counts
      }
      print(counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: "\t"))
      fflush(nil)
    }
    try await channel.close()
    try await group.shutdownGracefully()
  }

  private func count(_ method: HTTPMethod, _ target: String) {
    let path = target.prefix { $0 != "?" }
    counts.withLock { $0["\(method.rawValue) \(path)", default: 0] += 1 }
  }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let server: ReplayServer
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()

    init(server: ReplayServer) {
      self.server = server
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head):
        self.head = head
        body.clear()
      case .body(var part): body.writeBuffer(&part)
      case .end:
        guard let head else { return }
        server.count(head.method, head.uri)
        if head.method == .POST {
          write(201, created(), context)
        } else {
          let answer = server.data.answer(to: head.uri)
          write(answer.status, ByteBuffer(bytes: answer.body), context)
        }
      }
    }

    /// The request's body with a new key in front of its fields.
    private func created() -> ByteBuffer {
      let number = server.created.add(1, ordering: .relaxed).newValue
      var answer = ByteBuffer(string: "{\"pk\":\"\(ObjectKey.text(kind: 9, number))\",")
      var rest = body
      rest.moveReaderIndex(forwardBy: 1)
      answer.writeBuffer(&rest)
      return answer
    }

    private func write(_ status: Int, _ body: ByteBuffer, _ context: ChannelHandlerContext) {
      let headers: HTTPHeaders = [
        "content-type": "application/json", "content-length": String(body.readableBytes),
      ]
      let head = HTTPResponseHead(
        version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: headers)
      context.write(wrapOutboundOut(.head(head)), promise: nil)
      context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
  }
}
