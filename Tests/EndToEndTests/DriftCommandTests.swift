import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import TestSupport
import Testing

/// `flowform drift` on a server that is also changed by others.
struct DriftCommandTests {
  private static let entries = FlowText.blueprint([
    FlowText.flow("kept"), FlowText.flow("changed"), FlowText.flow("gone"),
    FlowText.flow("free", state: "created"),
  ])

  private static func drifted(_ body: @escaping @Sendable (Workspace) async throws -> Void) async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(Self.entries)
      try await workspace.patch("changed", ["title": "Mine", "layout": "sidebar_left"])
      try await workspace.patch("free", ["title": "Anything"])
      try await workspace.delete("gone")
      workspace.sandbox.requests.reset()
      try await body(workspace)
    }
  }

  @Test func isWhatChangedOutsideAndNothingElse() async throws {
    try await Self.drifted { workspace in
      let trace = try workspace.trace()
      let drift = try await workspace.flowform("drift")
      #expect(drift.status == 2, "\(drift.error)")
      Snapshot.expect(drift.output.replacing(workspace.url, with: "http://sandbox"), "drift")
      #expect(workspace.writes.isEmpty)
      #expect(try workspace.trace() == trace)
      let json = try JSONReader.read(try await workspace.flowform("drift", "--format", "json").output)
      let changes = json["changes"]?.list ?? []
      #expect(changes.map { $0["action"] } == ["update", "create"])
      #expect(
        changes.first?["fields"] == [["path": "title", "before": "Mine", "after": "T", "drift": true]])
    }
  }

  @Test func theFileDoesNotMatter() async throws {
    try await Self.drifted { workspace in
      try workspace.write(FlowText.blueprint(FlowText.flow("changed", title: "Mine")))
      #expect(try await workspace.flowform("drift").output.contains("applied \"T\""))
      try FileManager.default.removeItem(at: workspace.folder.appending(path: "blueprints"))
      #expect(try await workspace.flowform("drift", "blueprints").status == 2)
      let misspelt = try await workspace.flowform("drift", "blueprints/flow.yaml")
      #expect(misspelt.status == 1)
      #expect(misspelt.error.contains("blueprints/flows.yaml"), "\(misspelt.error)")
    }
  }

  @Test func withoutDriftTheExitStatusIsNought() async throws {
    try await Workspace.with { workspace in
      #expect(try await workspace.flowform("drift").status == 0)
      #expect(!workspace.exists("flowform.state.json"))
      try await workspace.apply(Self.entries)
      let drift = try await workspace.flowform("drift")
      #expect(drift.status == 0, "\(drift.output)")
      #expect(drift.output.contains("none (4 objects of the state compared)"), "\(drift.output)")
      let blind = try await workspace.flowform(token: "sandbox-add-only")("drift")
      #expect(blind.status == 1)
      #expect(blind.error.contains("authentik_flows.view_flow"), "\(blind.error)")
      var nowhere = workspace.flowform
      nowhere.variables["AUTHENTIK_URL"] = "http://127.0.0.1:1"
      #expect(try await nowhere("drift").status == 3)
    }
  }
}
