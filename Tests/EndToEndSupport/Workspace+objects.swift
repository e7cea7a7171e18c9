import Foundation
package import Model
import OrderedCollections
import Remote
import Sandbox
package import Testing

extension Workspace {
  /// The objects of a list, such as `/stages/deny/`.
  package func objects(_ path: String) async throws -> [Value] {
    try await outside { try await $0.read(path)["results"]?.list ?? [] }
  }

  /// Creates an object from outside of flowform.
  @discardableResult
  package func add(_ body: Value, to path: String) async throws -> Value {
    try await outside { try await $0.write(APIRequest(.post, path, body: body)) }
  }

  /// Changes an object from outside of flowform.
  @discardableResult
  package func change(_ path: String, _ body: Value) async throws -> Value {
    try await outside { try await $0.write(APIRequest(.patch, path, body: body)) }
  }

  /// Applies a blueprint, which must succeed, and returns the writes.
  @discardableResult
  package func apply(
    _ blueprint: String, _ options: String..., sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws -> [String] {
    try write(blueprint)
    sandbox.requests.reset()
    let apply = try await flowform.run(["apply", "--yes"] + options)
    #expect(apply.status == 0, "\(apply.error)\(apply.output)", sourceLocation: sourceLocation)
    return writes
  }

  /// Plans a blueprint, which must succeed.
  package func plan(
    _ blueprint: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws -> Value {
    try write(blueprint)
    let plan = try await flowform("plan", "--format", "json")
    #expect(plan.status == 0, "\(plan.error)\(plan.output)", sourceLocation: sourceLocation)
    return try JSONReader.read(plan.output)
  }

  /// The error message for a blueprint that cannot be planned.
  package func refusal(
    _ blueprint: String, _ options: String..., sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws -> String {
    try write(blueprint)
    sandbox.requests.reset()
    let plan = try await flowform.run(["plan"] + options)
    #expect(plan.status == 1, "\(plan.output)", sourceLocation: sourceLocation)
    #expect(writes.isEmpty, sourceLocation: sourceLocation)
    return plan.error
  }

  /// Checks that another apply writes nothing, neither to the server nor to the state.
  package func expectSettled(sourceLocation: Testing.SourceLocation = #_sourceLocation) async throws {
    let before = try trace()
    sandbox.requests.reset()
    let apply = try await flowform("apply", "--yes")
    #expect(apply.status == 0, "\(apply.error)", sourceLocation: sourceLocation)
    #expect(writes.isEmpty, sourceLocation: sourceLocation)
    #expect(try trace() == before, sourceLocation: sourceLocation)
    let plan = try await flowform("plan", "--detailed-exitcode")
    #expect(plan.status == 0, "\(plan.output)", sourceLocation: sourceLocation)
  }
}
