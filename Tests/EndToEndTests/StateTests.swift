import Catalog
import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import ServerSupport
import Subprocess
import SystemPackage
import Testing

/// State files that are damaged, foreign, locked or left behind.
struct StateTests {
  @Test(arguments: [
    ("{\"format\": 1, \"serial\": 3", "damaged"), ("", "damaged"), ("{\"format\": 7}", "newer"),
    ("{\"format\": 1, \"serial\": 1, \"lineage\": \"x\", \"resources\": {\"a\": {}}}", "damaged"),
  ])
  func isLeftAsItIsWhereItCannotBeRead(_ text: String, _ word: String) async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(1))
      try workspace.write(text, to: "flowform.state.json")
      for command in [["plan"], ["apply", "--yes"]] {
        let finished = try await workspace.flowform.run(command)
        #expect(finished.status == 1)
        #expect(finished.error.contains(word), "\(finished.error)")
        #expect(finished.error.contains("flowform.state.json"))
        #expect(try workspace.read("flowform.state.json") == text)
      }
      #expect(workspace.writes.isEmpty)
    }
  }

  /// An empty server may be a new one, so this is no error.
  @Test func ofAnotherServerIsToldOnAnEmptyOne() async throws {
    let (state, url) = try await Workspace.with { workspace in
      try workspace.write(FlowText.many(2))
      _ = try await workspace.flowform("apply", "--yes")
      return (try workspace.read("flowform.state.json"), workspace.url)
    }
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(2))
      try workspace.write(state, to: "flowform.state.json")
      let plan = try await workspace.flowform("plan")
      #expect(plan.status == 0)
      #expect(
        plan.error.contains("warning: the state was last applied to \(url), and flowform recognises none"),
        "\(plan.error)")
      let drift = try await workspace.flowform("drift")
      #expect(drift.error.contains("the state was last applied to \(url)"), "\(drift.error)")
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      let second = try await workspace.flowform("apply", "--yes")
      #expect(
        !second.error.contains("last applied") && second.output.contains("2 unchanged"), "\(second.error)")
    }
  }

  /// A server has many names. Whose state it is tells the object that the plan does not read.
  @Test func ofTheSameServerUnderAnotherNameIsNoStrangers() async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.blueprint(FlowText.flow("one")), to: "blueprints/one.yaml")
      try workspace.write(FlowText.blueprint(FlowText.flow("two")), to: "blueprints/two.yaml")
      _ = try await workspace.flowform("apply", "--yes")
      try await workspace.delete("one")
      var other = workspace.flowform
      other.variables["AUTHENTIK_URL"] = "http://localhost:\(workspace.port)"
      let plan = try await other("plan", "blueprints/one.yaml")
      #expect(plan.status == 0 && plan.output.contains("1 to create"), "\(plan.error)")
      #expect(!plan.error.contains("last applied"), "\(plan.error)")
    }
  }

  @Test func ofAnotherServerIsRefused() async throws {
    let state = try await Workspace.with { workspace in
      try workspace.write(FlowText.many(2))
      _ = try await workspace.flowform("apply", "--yes")
      return try workspace.read("flowform.state.json")
    }
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(2))
      _ = try await workspace.flowform("apply", "--yes")
      try workspace.write(state, to: "flowform.state.json")
      workspace.sandbox.requests.reset()
      let apply = try await workspace.flowform("apply", "--yes")
      #expect(apply.status == 1)
      #expect(apply.error.contains("another server"), "\(apply.error)")
      #expect(workspace.writes.isEmpty)
      #expect(try workspace.read("flowform.state.json") == state)
    }
  }

  @Test func ofTheSameServerUnderAnotherNameIsTaken() async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(2))
      _ = try await workspace.flowform("apply", "--yes")
      let trace = try workspace.trace()
      var flowform = workspace.flowform
      flowform.variables["AUTHENTIK_URL"] = "http://localhost:\(workspace.port)"
      #expect(try await flowform("apply", "--yes").status == 0)
      #expect(try workspace.trace() == trace)
    }
  }

  @Test func aJournalThatWasLeftOpenIsFoldedInByTheNextCommand() async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(1))
      _ = try await workspace.flowform("apply", "--yes")
      // As if the run had ended after the server's answer and before the write of the state.
      let state = try workspace.json()
      let record = try #require(state["resources"]?["authentik_flows.flow[slug=flow-0]"])
      let lineage = try #require(state["lineage"])
      let lines: [Value] = [
        ["journal": 1, "lineage": lineage, "serial": 1],
        ["entry": "done", "address": "authentik_flows.flow[slug=other]", "record": record],
      ]
      try workspace.write(
        lines.map { JSONWriter.write($0) + "\n" }.joined(), to: "flowform.state.json.journal")
      #expect(try await workspace.flowform("plan").status == 0)
      #expect(!workspace.exists("flowform.state.json.journal"))
      #expect(try workspace.json()["serial"] == 2)
      #expect(try workspace.json()["resources"]?.map?.keys.count == 2)
    }
  }

  @Test func isReadableByItsOwnerOnly() async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(1))
      _ = try await workspace.flowform("apply", "--yes")
      let path = workspace.folder.appending(path: "flowform.state.json").path
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
      #expect(mode == 0o600)
    }
  }

  @Test func isLockedWhileAnApplyRuns() async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(10))
      let gate = try GatedServer()
      try await gate.withRunning { port in
        var flowform = workspace.flowform
        flowform.variables["AUTHENTIK_URL"] = "http://127.0.0.1:\(port)"
        let gated = flowform
        // The first run's requests are not answered before the second run was refused.
        gate.hold(.before(3))
        async let first = gated("apply", "--yes", "--parallelism", "2")
        try await gate.held.wait()
        let second = try await workspace.flowform("apply", "--yes")
        #expect(second.status == 1)
        #expect(second.error.contains("locked by"), "\(second.error)")
        #expect(workspace.writes.isEmpty)
        gate.release()
        #expect(try await first.status == 0)
      }
    }
  }
}
