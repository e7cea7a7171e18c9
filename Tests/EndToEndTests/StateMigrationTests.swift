import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Sandbox
import ServerSupport
import TestSupport
import Testing

/// `flowform state migrate` moves a state between a file, a state server and authentik.
struct StateMigrationTests {
  /// A workspace with a state server, and the names of three places.
  private static func with(
    _ body: @escaping @Sendable (Workspace, FlowformProcess, [String]) async throws -> Void
  ) async throws {
    let server = TeamServer(.gitlab)
    try await Workspace.with { workspace in
      try await server.withRunning { port in
        var variables = server.variables(port)
        let url = variables.removeValue(forKey: "FLOWFORM_STATE") ?? ""
        var flowform = workspace.flowform
        flowform.variables.merge(variables) { $1 }
        try await body(workspace, flowform, ["flowform.state.json", "authentik", url])
      }
    }
  }

  private static func state(_ flowform: FlowformProcess, _ place: String) async throws -> Value {
    let list = try await flowform("state", "list", "--format", "json", "--state", place)
    #expect(list.status == 0, "\(list.error)")
    return try JSONReader.read(list.output)
  }

  @Test(arguments: [0, 1, 2], [0, 1, 2])
  func aStateMovesAsItIs(_ source: Int, _ target: Int) async throws {
    try await Self.with { workspace, flowform, places in
      let (from, to) = (places[source], places[target])
      try workspace.write(FlowText.many(3))
      #expect(try await flowform("apply", "--yes", "--state", from).status == 0)
      #expect(
        try await flowform("state", "remove", "authentik_flows.flow[slug=flow-2]", "--state", from).status
          == 0)
      let before = try await Self.state(flowform, from)
      #expect(before["serial"] == 2)
      let moved = try await flowform("state", "migrate", "--state", from, "--to", to)
      guard source != target else {
        #expect(moved.status == 1 && moved.error.contains("is there already"), "\(moved.error)")
        return
      }
      #expect(moved.status == 0, "\(moved.error)")
      #expect(moved.output.contains("serial 2 and 2 objects is now in \(to)"), "\(moved.output)")
      #expect(try await Self.state(flowform, to) == before)
      #expect(try await Self.state(flowform, from) == before)
      // The new place is one like any other, and the way back is open.
      let apply = try await flowform("apply", "--yes", "--state", to)
      #expect(apply.status == 0, "\(apply.error)")
      let after = try await Self.state(flowform, to)
      #expect(after["serial"] == 3 && after["lineage"] == before["lineage"])
      let back = try await flowform("state", "migrate", "--state", to, "--to", from, "--format", "json")
      #expect(back.status == 0, "\(back.error)")
      #expect(try JSONReader.read(back.output)["migrated"]?["serial"] == 3)
      #expect(try await Self.state(flowform, from) == after)
      workspace.sandbox.requests.reset()
      let again = try await flowform("state", "migrate", "--state", to, "--to", from)
      #expect(again.status == 0, "\(again.error)")
      #expect(!workspace.writes.contains { $0.hasPrefix("PATCH") })
      #expect(try await Self.state(flowform, from) == after)
    }
  }

  @Test func nothingIsReplacedThatIsNotOlder() async throws {
    try await Self.with { workspace, flowform, places in
      try workspace.write(FlowText.many(2))
      func migrate(_ from: String, _ to: String) async throws -> String {
        let finished = try await flowform("state", "migrate", "--state", from, "--to", to)
        #expect(finished.status == 1, "\(finished.output)")
        return finished.error
      }
      #expect(try await migrate("none.json", "authentik").contains("there is no state in none.json"))
      #expect(try await flowform("apply", "--yes", "--state", "a.json").status == 0)
      #expect(try await flowform("apply", "--yes", "--state", "authentik").status == 0)
      let other = try await Self.state(flowform, "authentik")
      #expect(try await migrate("a.json", "authentik").contains("authentik has another state (2 objects)"))
      #expect(try await flowform("state", "migrate", "--state", "a.json", "--to", "authentik:a").status == 0)
      let flow = "authentik_flows.flow[slug=flow-0]"
      #expect(try await flowform("state", "remove", flow, "--state", "authentik:a").status == 0)
      #expect(
        try await migrate("a.json", "authentik:a").contains("has a later version of the state (serial 2"))
      #expect(try await Self.state(flowform, "authentik") == other)
      #expect(try await migrate(places[2], places[2] + "-b").contains("migrate to a file first"))
    }
  }
}
