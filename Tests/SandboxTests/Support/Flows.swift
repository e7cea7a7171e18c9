import Catalog
import Model
import OrderedCollections

@testable import Sandbox

/// What the tests ask about flows.
enum Flows {
  static let path = "/api/v3/flows/instances/"

  /// The body of a create that is accepted, with some fields changed; null as `nil` leaves a field out.
  static func body(_ slug: String, _ changes: [String: Value?] = [:]) -> Value {
    var body: ValueMap = [
      "name": "Name", "slug": .string(slug), "title": "Title", "designation": "authentication",
    ]
    for (field, value) in changes { body[field] = value }
    return .map(body)
  }

  /// Runs a body against a new sandbox that keeps nothing.
  static func withSandbox<Result: Sendable>(
    _ version: EmbeddedCatalog = .newest, _ change: (inout SandboxConfiguration) -> Void = { _ in },
    _ body: @escaping @Sendable (RawClient) async throws -> Result
  ) async throws -> Result {
    var configuration = SandboxConfiguration()
    configuration.version = version
    // A busy machine may let a client wait longer than a real server would keep its connection.
    configuration.idleSeconds = 60
    change(&configuration)
    return try await SandboxServer(configuration).withRunning { try await body(RawClient(port: $0)) }
  }
}
