import EndToEndSupport
import OperationsSupport
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
}
