package import Hummingbird
package import HummingbirdCore
import Logging

/// Serves a router on a free port of this machine while a body runs.
package struct LocalServer {
  package let router: Router<BasicRequestContext>
  package var server: HTTPServerBuilder

  package init(router: Router<BasicRequestContext>, server: HTTPServerBuilder = .http1()) {
    self.router = router
    self.server = server
  }

  package func withRunning<Result: Sendable>(
    _ body: @escaping @Sendable (Int) async throws -> Result
  ) async throws -> Result {
    let (ports, port) = AsyncStream<Int>.makeStream()
    var logger = Logger(label: "local")
    logger.logLevel = .critical
    let application = Application(
      router: router, server: server, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: logger)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask {
        try await application.run()
        return nil
      }
      group.addTask {
        for await port in ports { return try await body(port) }
        return nil
      }
      defer { group.cancelAll() }
      while let result = try await group.next() {
        if let result { return result }
      }
      throw CancellationError()
    }
  }
}
