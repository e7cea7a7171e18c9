import Applying
import EndToEndSupport
import Foundation
import Model
import OperationsSupport
import OrderedCollections
import Planning
import Sandbox
import ServerSupport
import State
import Subprocess
import Synchronization
import TestSupport
import Testing

/// The commands with their state on a server.
struct TeamStateTests {
  private static let dialects: [TeamServer.Dialect] = [.terraform, .gitlab]

  /// A workspace with its state on a server.
  private func with(
    _ dialect: TeamServer.Dialect,
    _ body: @escaping @Sendable (Workspace, TeamServer, FlowformProcess) async throws -> Void
  ) async throws {
    let server = TeamServer(dialect)
    try await Workspace.with { workspace in
      try await server.withRunning { port in
        var flowform = workspace.flowform
        flowform.variables.merge(server.variables(port)) { $1 }
        try await body(workspace, server, flowform)
      }
    }
  }

  @Test(arguments: dialects) func theSecondApplyWritesNothing(_ dialect: TeamServer.Dialect) async throws {
    try await with(dialect) { workspace, server, flowform in
      try workspace.write(FlowText.many(3))
      let first = try await flowform("apply", "--yes")
      #expect(first.status == 0, "\(first.error)")
      #expect(try server.json["resources"]?.map?.count == 3)
      #expect(!workspace.exists("flowform.state.json"))
      workspace.sandbox.requests.reset()
      server.forgetRequests()
      let state = server.state
      let second = try await flowform("apply", "--yes")
      #expect(second.status == 0, "\(second.error)")
      #expect(workspace.writes.isEmpty)
      #expect(server.requests == [.lock, .read, .unlock])
      #expect(server.state == state && server.lock == nil)
    }
  }

  @Test(arguments: dialects) func everyCommandWorksOnIt(_ dialect: TeamServer.Dialect) async throws {
    try await with(dialect) { workspace, server, flowform in
      let old = "authentik_flows.flow[slug=flow-0]"
      try workspace.write(FlowText.many(2))
      #expect(try await flowform("apply", "--yes").status == 0)
      let rows: [([String], Int32, String)] = [
        (["state", "list"], 0, old), (["state", "show", old], 0, "origin: created"), (["drift"], 0, "none ("),
        (["state", "move", old, "authentik_flows.flow[slug=flow-9]"], 0, "is now"),
        (["state", "remove", "authentik_flows.flow[slug=flow-9]"], 0, "Removed"),
        (["import", old], 0, "is now in the state"), (["plan", "--detailed-exitcode"], 0, "no changes"),
        (["plan", "-q", "--out", "plan.json"], 0, "no changes"),
        (["apply", "--yes", "--plan", "plan.json"], 0, "no changes"),
        (["state", "unlock"], 0, "is not locked"),
      ]
      for (arguments, status, text) in rows {
        let finished = try await flowform.run(arguments)
        #expect(finished.status == status, "\(arguments): \(finished.error)")
        #expect(finished.output.contains(text), "\(arguments): \(finished.output)")
        #expect(server.lock == nil, "\(arguments)")
      }
      // A plan is stale once the state has changed.
      #expect(try await flowform("state", "remove", old).status == 0)
      let stale = try await flowform("apply", "--yes", "--plan", "plan.json")
      #expect(stale.status == 1 && stale.error.contains("is stale"), "\(stale.error)")
    }
  }

  @Test(arguments: dialects) func twoAtOnceAreRefused(_ dialect: TeamServer.Dialect) async throws {
    try await with(dialect) { workspace, server, flowform in
      try workspace.write(FlowText.many(2))
      let gate = try GatedServer()
      try await gate.withRunning { port in
        var gated = flowform
        gated.variables["AUTHENTIK_URL"] = "http://127.0.0.1:\(port)"
        let first = gated
        // On another machine, which has no folder in common with the first.
        let elsewhere = workspace.folder.appending(path: "elsewhere")
        try workspace.write(FlowText.many(2), to: "elsewhere/blueprints/flows.yaml")
        let second = FlowformProcess(folder: elsewhere.path, variables: flowform.variables)
        gate.hold(.before(3))
        async let running = first("apply", "--yes", "--parallelism", "1")
        try await gate.held.wait()
        let who = try #require(server.lock?["Who"]?.string)
        let refused = try await second("apply", "--yes")
        #expect(refused.status == 1)
        #expect(refused.error.contains("is locked by \(who) since 2"), "\(refused.error)")
        #expect(workspace.writes.isEmpty)
        let asked = try await second("state", "unlock")
        #expect(asked.status == 1 && asked.error.contains(who), "\(asked.error)")
        gate.release()
        #expect(try await running.status == 0)
        #expect(server.lock == nil)
      }
    }
  }

  @Test(arguments: dialects) func aKilledApplyIsFinishedByTheNext(
    _ dialect: TeamServer.Dialect
  ) async throws {
    try await with(dialect) { workspace, server, flowform in
      try workspace.write(FlowText.many(6))
      let killed = try await flowform.interrupted(
        ["apply", "--yes", "--parallelism", "1"], with: .kill
      ) { _ in workspace.writes.count >= 3 }
      #expect(killed.status == 128 + 9)
      let locked = try await flowform("apply", "--yes")
      #expect(locked.status == 1 && locked.error.contains("flowform state unlock"), "\(locked.error)")
      #expect(try await flowform("state", "unlock", "--yes").status == 0)
      let next = try await flowform("apply", "--yes")
      #expect(next.status == 0, "\(next.error)")
      #expect(try await workspace.flowCount() == 6)
      let resources = try server.json["resources"]?.map?.values.map { $0["origin"] ?? .null } ?? []
      #expect(resources.count == 6 && resources.allSatisfy { $0 == "created" })
      workspace.sandbox.requests.reset()
      #expect(try await flowform("apply", "--yes").status == 0)
      #expect(workspace.writes.isEmpty)
    }
  }

  /// The job's folder is gone, except for the files that the message names.
  @Test(arguments: dialects) func whatCouldNotBeSavedIsAnArtifact(
    _ dialect: TeamServer.Dialect
  ) async throws {
    try await with(dialect) { workspace, server, flowform in
      try workspace.write(FlowText.many(3))
      server.always(.write, .status(413))
      let failed = try await flowform("apply", "--yes")
      #expect(failed.status == 1)
      #expect(failed.error.contains("could not be saved: the state server answers 413"), "\(failed.error)")
      #expect(failed.error.contains("keep .flowform/remote as an artifact"), "\(failed.error)")
      #expect(server.lock == nil)
      server.always(.write, nil)
      try workspace.write(FlowText.many(3), to: "next/blueprints/flows.yaml")
      let next = workspace.folder.appending(path: "next")
      try FileManager.default.copyItem(
        at: workspace.folder.appending(path: ".flowform"), to: next.appending(path: ".flowform"))
      workspace.sandbox.requests.reset()
      let second = try await FlowformProcess(folder: next.path, variables: flowform.variables)(
        "apply", "--yes")
      #expect(second.status == 0, "\(second.error)")
      #expect(workspace.writes.isEmpty)
      let origins = try server.json["resources"]?.map?.values.map { $0["origin"] ?? .null } ?? []
      #expect(origins == ["created", "created", "created"])
    }
  }

  /// A temporary failure of any request to the state server.
  @Test(arguments: [
    (TeamServer.Action.read, TeamServer.Fault.status(502)), (.lock, .resetAfter), (.write, .resetAfter),
    (.write, .status(503)), (.write, .garbageAfter), (.unlock, .resetAfter),
  ])
  func aFaultThatPassesIsNotSeen(_ action: TeamServer.Action, _ fault: TeamServer.Fault) async throws {
    try await with(.gitlab) { workspace, server, flowform in
      try workspace.write(FlowText.many(2))
      server.fault(action, fault)
      let apply = try await flowform("apply", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(!apply.error.contains("warning"), "\(apply.error)")
      #expect(try server.json["serial"] == 1)
      #expect(server.lock == nil)
    }
  }

  @Test(arguments: dialects) func anInterruptedRunGivesTheLockUp(
    _ dialect: TeamServer.Dialect
  ) async throws {
    try await with(dialect) { workspace, server, flowform in
      try workspace.write(FlowText.many(2))
      server.fault(.read, .heldUp)
      let stopped = try await flowform.interrupted(["apply", "--yes"]) { _ in
        server.requests.contains(.read)
      }
      server.release()
      #expect(stopped.status == 130)
      #expect(server.lock == nil && server.requests.contains(.unlock))
    }
  }

  @Test func theAddressIsSafe() async throws {
    try await with(.terraform) { workspace, server, flowform in
      try workspace.write(FlowText.many(1))
      let rows: [(String, String)] = [
        ("http://ada:hidden-word@127.0.0.1/state", "FLOWFORM_STATE_USERNAME"),
        ("http://state.example/x?token=hidden-word", "use https://"),
      ]
      for (url, text) in rows {
        let refused = try await flowform("apply", "--yes", "--state", url)
        #expect(refused.status == 64 && refused.error.contains(text), "\(refused.error)")
        #expect(!refused.error.contains("hidden-word"), "\(refused.error)")
      }
      var other = flowform
      other.variables["FLOWFORM_STATE_PASSWORD"] = "wrong"
      let wrong = try await other("apply", "--yes")
      #expect(wrong.status == 1 && wrong.error.contains("set FLOWFORM_STATE_USERNAME"), "\(wrong.error)")
      #expect(workspace.writes.isEmpty && server.state == nil)
    }
  }

  @Test func theSettingsStandInTheFileAsWell() async throws {
    try await with(.gitlab) { workspace, server, flowform in
      try workspace.write(FlowText.many(1))
      let url = try #require(flowform.variables["FLOWFORM_STATE"])
      try workspace.write(
        """
        state: other.json
        targets:
          team:
            state: \(url)
            state-lock-address: \(url)/lock
            state-unlock-address: \(url)/lock
            state-lock-method: POST
            state-unlock-method: DELETE

        """, to: "flowform.yaml")
      var named = flowform
      for name in ["", "_LOCK_ADDRESS", "_LOCK_METHOD", "_UNLOCK_METHOD"] {
        named.variables["FLOWFORM_STATE" + name] = nil
      }
      let apply = try await named("apply", "--yes", "--target", "team")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(server.requests.first == .lock && server.lock == nil)
      #expect(try server.json["resources"]?.map?.count == 1)
    }
  }
}
