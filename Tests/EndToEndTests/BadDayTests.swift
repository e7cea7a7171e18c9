import Applying
import Catalog
import EndToEndSupport
import Foundation
import Model
import OperationsSupport
import OrderedCollections
import Planning
import Remote
import Sandbox
import State
import Subprocess
import SystemPackage
import Testing

/// Servers that fail half-way, and runs that are interrupted: nothing is lost and nothing made twice.
struct BadDayTests {
  /// The sandbox on its bad day, and 60 flows to apply to it.
  private func with(
    _ fault: FaultKind, _ body: @escaping @Sendable (Workspace) async throws -> Void
  ) async throws {
    var configuration = SandboxConfiguration()
    configuration.faults = [fault: 0.1]
    configuration.seed = 7
    try await Workspace.with(configuration) { workspace in
      try workspace.write(FlowText.many(60))
      try await body(workspace)
    }
  }

  /// Runs until a run is complete, and then once more, which writes nothing.
  private func applyUntilDone(_ workspace: Workspace, _ isComplete: () async throws -> Bool) async throws {
    var runs = 1
    while try await !isComplete(), runs < 20 { runs += 1 }
    #expect(runs <= 3)
    let state = try workspace.json()
    #expect(state["resources"]?.map?.keys.count == 60)
    #expect(state["intents"] == nil)
    let origins = state["resources"]?.map?.values.map { $0["origin"] ?? .null } ?? []
    #expect(origins.allSatisfy { $0 == "created" })
    workspace.sandbox.requests.reset()
    runs = 1
    while try await !isComplete(), runs < 20 { runs += 1 }
    #expect(runs < 20 && workspace.writes.isEmpty)
  }

  /// Real HTTP, and pauses that take no time.
  @Test(arguments: FaultKind.allCases.filter { $0 != .hang })
  func everyFaultEndsInExactlyTheDesiredSet(_ fault: FaultKind) async throws {
    try await with(fault) { workspace in
      let apply = ApplyInProcess(
        blueprint: FlowText.many(60),
        store: StateStore(path: workspace.folder.appending(path: "flowform.state.json").path))
      let options = ConnectionOptions(address: try ServerAddress(workspace.url), token: "sandbox-admin")
      try await HTTPTransport.with(options) { transport in
        try await applyUntilDone(workspace) {
          do { return try await apply.run(transport).outcome.isComplete } catch is APIError { return false }
        }
      }
    }
  }

  /// A run that is not complete says so.
  @Test(arguments: [FaultKind.unavailable, .resetAfter])
  func aRealRunEndsInItAsWell(_ fault: FaultKind) async throws {
    try await with(fault) { workspace in
      try await applyUntilDone(workspace) {
        let apply = try await workspace.flowform("apply", "--yes", "--timeout", "20")
        #expect([0, 1, 3].contains(apply.status), "\(apply.error)")
        #expect(apply.status == 0 || apply.error.contains("error:"))
        return apply.status == 0
      }
    }
  }

  @Test func aConnectionThatTheServerClosedWhileIdleIsNoError() async throws {
    var configuration = SandboxConfiguration()
    configuration.delayMilliseconds = 0
    try await Workspace.with(configuration, idleSeconds: 2) { workspace in
      try workspace.write(FlowText.many(3))
      // The wait is longer than the server keeps an idle connection.
      let finished = try await workspace.outside { client in
        _ = try await client.read("/flows/instances/")
        try await Task.sleep(for: .milliseconds(2500))
        return try await client.attempt(.init(.get, "/flows/instances/"))
      }
      #expect(finished["pagination"]?["count"] == 0)
    }
  }

  @Test func anInterruptedRunSaysWhatIsDoneAndTheNextOneFinishes() async throws {
    var configuration = SandboxConfiguration()
    configuration.delayMilliseconds = 50
    try await Workspace.with(configuration) { workspace in
      try workspace.write(FlowText.many(60))
      let finished = try await workspace.flowform.interrupted(["apply", "--yes", "--parallelism", "2"]) { _ in
        workspace.writes.count > 5
      }
      #expect(finished.status == 130, "\(finished.error)")
      #expect(finished.output.contains("Interrupted"))
      let done = try await workspace.flowCount()
      #expect(done > 0 && done < 60)
      #expect(try workspace.json()["resources"]?.map?.keys.count == done)
      #expect(!workspace.exists("flowform.state.json.journal"))
      #expect(!workspace.exists("flowform.state.json.lock"))
      #expect(finished.output.contains("\(done) created"))
      #expect(try await workspace.flowform("apply", "--yes").output.contains("\(60 - done) created"))
      #expect(try await workspace.flowCount() == 60)
    }
  }

  @Test func aKilledRunIsFinishedByTheNextOne() async throws {
    var configuration = SandboxConfiguration()
    configuration.delayMilliseconds = 10
    try await Workspace.with(configuration) { workspace in
      try workspace.write(FlowText.many(40))
      for count in [1, 9, 17, 25, 33] {
        _ = try await workspace.flowform.interrupted(
          ["apply", "--yes", "--parallelism", "4"], with: .kill
        ) { _ in workspace.writes.count >= count }
      }
      let apply = try await workspace.flowform("apply", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(try await workspace.flowCount() == 40)
      let records = try workspace.json()["resources"]?.map?.values.map { $0["origin"] ?? .null } ?? []
      #expect(records.count == 40)
      #expect(records.allSatisfy { $0 == "created" })
      workspace.sandbox.requests.reset()
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      #expect(workspace.writes.isEmpty)
    }
  }

  @Test func twoStatesAgainstOneServerEndWithOneSet() async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(100))
      async let first = workspace.flowform("apply", "--yes", "--state", "first.json")
      async let second = workspace.flowform("apply", "--yes", "--state", "second.json")
      let finished = try await [first, second]
      for run in finished { #expect(run.status == 0, "\(run.error)") }
      #expect(try await workspace.flowCount() == 100)
      for name in ["first.json", "second.json"] {
        #expect(try workspace.json(name)["resources"]?.map?.keys.count == 100)
      }
    }
  }
}
