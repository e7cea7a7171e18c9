import Catalog
import Model
import OrderedCollections

@testable import Sandbox

/// Helpers of the tests for flows.
enum Flows {
  static let path = "/api/v3/flows/instances/"

  /// The body of an accepted create, with some fields changed. A field with `nil` is left out.
  static func body(_ slug: String, _ changes: [String: Value?] = [:]) -> Value {
    var body: ValueMap = [
      "name": "Name", "slug": .string(slug), "title": "Title", "designation": "authentication",
    ]
    for (field, value) in changes { body[field] = value }
    return .map(body)
  }

  /// Runs a body against a new sandbox without a data file.
  static func withSandbox<Result: Sendable>(
    _ version: EmbeddedCatalog = .v2026_5_rc1, _ change: (inout SandboxConfiguration) -> Void = { _ in },
    _ body: @escaping @Sendable (RawClient) async throws -> Result
  ) async throws -> Result {
    var configuration = SandboxConfiguration()
    configuration.version = version
    // On a busy machine, a client may wait longer than a real server would keep its connection.
    configuration.idleSeconds = 60
    change(&configuration)
    return try await SandboxServer(configuration).withRunning { try await body(RawClient(port: $0)) }
  }
}
