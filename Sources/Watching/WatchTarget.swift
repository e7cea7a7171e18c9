package import Blueprints
package import Operations

/// A server that a service watches, with its state and its blueprints.
package struct WatchTarget: Sendable {
  /// The target's name in `flowform.yaml`, or `default`.
  package let name: String
  /// The files and directories of the blueprints.
  package let paths: [String]
  /// Other files that a plan depends on, such as the one with the values of `!Context`.
  package let otherFiles: [String]
  /// Opens the server and the state, and runs a body with them.
  package let open: @Sendable (_ body: @escaping @Sendable (Session) async -> Void) async throws -> Void
  /// How an apply is tested; nil if it is not.
  package var testing: (@Sendable (Session) throws -> ApplyTesting?)?
  /// The request for a plan of some files, with everything that they do not hold themselves.
  package let request: @Sendable (BlueprintFiles) throws -> PlanRequest

  package init(
    name: String, paths: [String], otherFiles: [String] = [],
    request: @escaping @Sendable (BlueprintFiles) throws -> PlanRequest,
    open: @escaping @Sendable (_ body: @escaping @Sendable (Session) async -> Void) async throws -> Void
  ) {
    self.name = name
    self.paths = paths
    self.otherFiles = otherFiles
    self.request = request
    self.open = open
  }
}
