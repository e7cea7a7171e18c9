package import Catalog
import Model
package import Remote

/// A server that has answered.
package struct ServerSession: Sendable {
  package let api: LiveAPI
  package let catalog: Catalog
  package let version: String
  /// The server's name in plans and states: its base, or `sandbox:` for the embedded one.
  package let name: String
  /// The maximum number of requests at once.
  package let parallelism: Int
  /// How the server is reached, for operations with connections of their own. Nil without a network.
  package var connection: ConnectionOptions?

  package init(api: LiveAPI, catalog: Catalog, version: String, name: String, parallelism: Int) {
    self.api = api
    self.catalog = catalog
    self.version = version
    self.name = name
    self.parallelism = parallelism
  }

  /// How a server is reached.
  package struct Request: Sendable {
    package var connection: ConnectionOptions
    package var name: String
    /// How many seconds to wait for a server that is not ready yet.
    package var wait: Double
    /// True if the server is never asked for its OpenAPI document.
    package var isOffline: Bool

    package init(_ connection: ConnectionOptions, name: String, wait: Double = 0, isOffline: Bool = false) {
      self.connection = connection
      self.name = name
      self.wait = wait
      self.isOffline = isOffline
    }
  }

  /// Runs a body with a server after it has answered with its version.
  package static func with<Result: Sendable>(
    _ request: Request, _ context: RunContext, _ body: @Sendable (ServerSession) async throws -> Result
  ) async throws -> Result {
    do {
      return try await HTTPTransport.with(request.connection) { transport in
        context.activity.begin("reading the server", of: .requests)
        let parallelism = request.connection.parallelism
        let api = LiveAPI(APIClient(transport, activity: context.activity), parallelism: parallelism)
        let version = try await version(api, waiting: request.wait)
        let catalog = try await ServerCatalog(api: api, context: context, isOffline: request.isOffline)
          .load(version: version)
        var session = ServerSession(
          api: api, catalog: catalog, version: version, name: request.name, parallelism: parallelism)
        session.connection = request.connection
        return try await body(session)
      }
    } catch let error as APIError {
      throw OperationError(error)
    }
  }

  private static func version(_ api: LiveAPI, waiting seconds: Double) async throws -> String {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      do throws(APIError) { return try await api.version() } catch {
        guard error.mayPass, ContinuousClock.now < deadline else { throw error }
      }
      try await Task.sleep(for: .milliseconds(500))
    }
  }
}
