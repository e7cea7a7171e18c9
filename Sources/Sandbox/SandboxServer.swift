import Catalog
import HummingbirdCore
import Logging
package import Model
import NIOCore
import NIOPosix
import OrderedCollections

/// An embedded server with authentik's HTTP API, on 127.0.0.1 only.
///
/// It serves every kind of the catalog: lists, single objects, writes and `used_by/`, and the server's
/// version, configuration and OpenAPI document. Answers are recorded from 2024.8.2 and 2026.5.0.
package struct SandboxServer: Sendable {
  /// The log of requests, for tests.
  package let requests = RequestLog()

  private let configuration: SandboxConfiguration
  let layer: FaultLayer

  /// Opens the data; throws if that fails.
  package init(_ configuration: SandboxConfiguration) throws(SandboxError) {
    let (catalog, kinds): (Catalog, ServedKinds)
    do {
      (catalog, kinds) = try ServedKinds.embedded(configuration.version)
    } catch {
      throw .catalog("\(error)")
    }
    let store = try ObjectStore(
      path: configuration.dataFile, kinds: kinds, tokens: configuration.tokens)
    let engine = Engine(
      catalog: catalog, version: configuration.version, tokens: configuration.tokens, store: store,
      kinds: kinds, now: configuration.now)
    self.configuration = configuration
    layer = FaultLayer(engine: engine, configuration: configuration)
  }

  /// Adds objects in the server's form, such as those of a new authentik, which no request can create
  /// (read-only fields). Throws for a model that is not served, and if a unique value is taken.
  package func add(_ objects: [Value], model: String) async throws {
    guard let kind = layer.engine.kinds.kind(model) else {
      throw SandboxError.catalog("the sandbox does not serve \(model)")
    }
    try await layer.engine.store.write { store in
      for object in objects.compactMap(\.map) {
        try store.seed(kind, object)
      }
    }
  }

  /// Answers a request that did not come over HTTP, and so without any faults; for tests.
  package func answer(_ request: SandboxRequest) async -> SandboxResponse {
    await layer.engine.response(to: request)
  }

  /// Runs until the task is cancelled, then stops at once. Calls `onListening` with the port when the server
  /// listens. Throws `SandboxError` if it cannot listen.
  package func run(onListening: @escaping @Sendable (Int) async -> Void) async throws {
    try await withRunning { port in
      await onListening(port)
      // The stream never sends anything: this waits for the cancellation.
      for await _ in AsyncStream<Never>(unfolding: {
        try? await Task.sleep(for: .seconds(86_400)); return nil
      }) {}
    }
  }

  /// Runs a body beside the server, and stops the server afterwards.
  package func withRunning<Result: Sendable>(
    _ body: @escaping @Sendable (Int) async throws -> Result
  ) async throws -> Result {
    let (ports, announcement) = AsyncStream<Int>.makeStream()
    return try await withThrowingTaskGroup(of: Side<Result>.self) { group in
      group.addTask {
        defer { announcement.finish() }
        try await serve { announcement.yield($0) }
        return .server
      }
      group.addTask {
        for await port in ports { return .body(try await body(port)) }
        return .server
      }
      defer { group.cancelAll() }
      while let side = try await group.next() {
        if case .body(let result) = side { return result }
      }
      throw SandboxError.stopped
    }
  }

  /// Which of the two sides of `withRunning` ended.
  private enum Side<Result: Sendable>: Sendable {
    case server
    case body(Result)
  }

  private func serve(_ onListening: @escaping @Sendable (Int) -> Void) async throws {
    let front = HTTPFront(layer: layer, log: requests, bodyLimit: configuration.bodyLimit)
    let server = Server(
      childChannelSetup: HTTP1Channel(
        responder: { try await front.respond(to: $0, $1, $2) },
        configuration: HTTP1Channel.Configuration(idleTimeout: .seconds(configuration.idleSeconds))),
      configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: configuration.port)),
      onServerRunning: { channel in
        if let port = channel.localAddress?.port { onListening(port) }
      },
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
      logger: Logger(label: "sandbox") { _ in SwiftLogNoOpLogHandler() })
    do {
      try await server.run()
    } catch let error as IOError where error.errnoCode == addressInUse {
      throw SandboxError.portInUse(configuration.port)
    } catch let error as IOError {
      throw SandboxError.cannotListen(port: configuration.port, reason: "\(error)")
    }
  }

  /// EADDRINUSE of Linux.
  private var addressInUse: CInt { 98 }
}
