import Model
import OrderedCollections
import State
import TestSupport
import Testing

@testable import Operations

/// Objects that continue under another address.
struct MovedObjectTests {
  private static func state(_ keys: KeyValuePairs<String, Value>) -> StateSnapshot {
    var state = StateSnapshot(lineage: "l")
    for (slug, key) in keys {
      state.resources[ResourceAddress.flow(slug)] = ResourceRecord(
        kind: "authentik_flows.flow", primaryKey: key, origin: .created, source: "b.yaml", entryID: nil,
        identifiers: ["slug": .string(slug)], dependencies: [], applied: ["title": "T"])
    }
    return state
  }

  private static func move(_ old: String, _ new: String) throws -> Move {
    Move(old: ResourceAddress.flow(old), new: try AddressReader.read(ResourceAddress.flow(new).description))
  }

  /// The keys of the objects by their slugs, before and after `old` has become `new`.
  @Test(
    arguments: [
      (["old": 1], ["new": 1]), (["new": 1], ["new": 1]), ([:], [:]), (["other": 1], ["other": 1]),
      // The journal of a killed run knew it under its new address already.
      (["old": 1, "new": 1], ["new": 1]),
      // Another object has the address.
      (["old": 1, "new": 2], ["old": 1, "new": 2]),
    ] as [([String: Value], [String: Value])])
  func takeTheirRecordsAlong(_ before: [String: Value], _ after: [String: Value]) throws {
    var state = StateSnapshot(lineage: "l")
    for (slug, key) in before { state.resources.merge(Self.state([slug: key]).resources) { $1 } }
    let moved = state.moving([try Self.move("old", "new")])
    let found = moved.resources.map { ($0.key.description, $0.value.primaryKey) }
    #expect(
      Dictionary(uniqueKeysWithValues: found)
        == Dictionary(
          uniqueKeysWithValues: after.map { (ResourceAddress.flow($0.key).description, $0.value) }))
  }

  @Test func moveOnceMore() throws {
    let state = Self.state(["a": 1]).moving([try Self.move("a", "b"), try Self.move("b", "c")])
    #expect(Array(state.resources.keys) == [ResourceAddress.flow("c")])
    // The server's object has its old name until the apply.
    #expect(state.resources[ResourceAddress.flow("c")]?.identifiers == ["slug": "a"])
  }
}
