import EndToEndSupport
import Model
import OperationsSupport
import OrderedCollections
import Sandbox
import Testing

/// The number of requests of an apply and a plan with many kinds. `ReadModeTests` covers a single kind.
struct RequestCountTests {
  @Test func anApplyPostsEachObjectOnceAndAsksLittleElse() async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(250))
      let apply = try await workspace.flowform("apply", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(workspace.writes.count == 250 && Set(workspace.writes) == ["POST /api/v3/flows/instances/"])
      let lists = workspace.reads.filter { $0.hasPrefix("/api/v3/flows/instances/") }
      #expect(lists.count == 1)
      #expect(workspace.reads.count - lists.count <= 5, "\(workspace.reads)")
    }
  }

  @Test func aPlanOfManyKindsListsEachOfThemOnce() async throws {
    try await Workspace.with { workspace in
      let text = MixedText(parts: 8)
      try workspace.write(text.text)
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      workspace.sandbox.requests.reset()
      let plan = try await workspace.flowform("plan", "--detailed-exitcode")
      #expect(plan.status == 0, "\(plan.output)")
      let kinds = [
        "/flows/instances/", "/stages/deny/", "/flows/bindings/", "/core/users/", "/policies/bindings/",
        "/stages/invitation/invitations/",
      ]
      for kind in kinds {
        #expect(workspace.reads.count { $0.hasPrefix("/api/v3" + kind) } == 1, "\(kind): \(workspace.reads)")
      }
      #expect(workspace.reads.count - kinds.count <= 5, "\(workspace.reads)")
    }
  }

  /// An export, and its update, read each list once, a hundred objects at a time.
  @Test func anExportReadsEachHundredObjectsOnce() async throws {
    try await Workspace.with { workspace in
      let flows = (0..<250).map { number -> Value in
        [
          "pk": .string("5a3f6f04-0f6d-4a57-9a2e-\(String(100_000_000_000 + number))"),
          "slug": .string("flow-\(number)"), "name": "F", "title": "F", "designation": "recovery",
        ]
      }
      try await workspace.sandbox.add(flows, model: "authentik_flows.flow")
      for _ in 0..<2 {
        workspace.sandbox.requests.reset()
        let export = try await workspace.flowform("export", "--split", "flow", "--out", "exported")
        #expect(export.status == 0, "\(export.error)")
        let pages = workspace.reads.count { $0.hasPrefix("/api/v3/flows/instances/") }
        #expect(pages == 3, "\(workspace.reads)")
        let others = Dictionary(grouping: workspace.reads, by: \.self).filter { $0.value.count > 1 }
        #expect(others.isEmpty, "\(others.keys)")
        #expect(workspace.writes.isEmpty)
      }
    }
  }
}
