import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import ServerSupport
import Subprocess
import TestSupport
import Testing

/// The commands with their state in authentik itself.
struct StateInAuthentikTests {
  private static let list = "/managed/blueprints/"
  private static let path = "/api/v3/managed/blueprints/"

  /// A workspace whose state is in authentik.
  private static func with(
    _ state: String = "authentik", _ configuration: SandboxConfiguration = SandboxConfiguration(),
    _ body: @escaping @Sendable (Workspace, FlowformProcess) async throws -> Void
  ) async throws {
    try await Workspace.with(configuration) { workspace in
      var flowform = workspace.flowform
      flowform.variables["FLOWFORM_STATE"] = state
      try await body(workspace, flowform)
    }
  }

  private static func names(_ workspace: Workspace) async throws -> [String] {
    try await workspace.objects(list + "?page_size=100").compactMap { $0["name"]?.string }
  }

  /// The state as JSON, without what reads it.
  private static func state(_ flowform: FlowformProcess) async throws -> Value {
    let list = try await flowform("state", "list", "--format", "json")
    #expect(list.status == 0, "\(list.error)")
    return try JSONReader.read(list.output)
  }

  private static func expectCreated(_ count: Int, _ flowform: FlowformProcess) async throws {
    let origins = try await state(flowform)["resources"]?.list?.map { $0["origin"] ?? .null } ?? []
    #expect(origins == Array(repeating: "created", count: count))
  }

  /// Checks that another apply writes nothing but its lock.
  private static func expectSettled(_ workspace: Workspace, _ flowform: FlowformProcess) async throws {
    let before = try await workspace.objects(list).map { $0["context"] ?? .null }
    workspace.sandbox.requests.reset()
    let apply = try await flowform("apply", "--yes")
    #expect(apply.status == 0, "\(apply.error)")
    let writes = workspace.writes
    #expect(writes.count == 2 && writes[0] == "POST \(path)", "\(writes)")
    #expect(writes.last?.hasPrefix("DELETE \(path)") == true, "\(writes)")
    #expect(try await workspace.objects(list).map { $0["context"] ?? .null } == before)
  }

  @Test(arguments: ["authentik", "authentik:team"])
  func theSecondApplyWritesNothingButItsLock(_ state: String) async throws {
    try await Self.with(state) { workspace, flowform in
      try workspace.write(FlowText.many(3))
      let first = try await flowform("apply", "--yes")
      #expect(first.status == 0, "\(first.error)")
      let set = state == "authentik" ? "default" : "team"
      #expect(try await Self.names(workspace) == ["flowform.state.\(set)/state"])
      #expect(!workspace.exists("flowform.state.json") && !workspace.exists(state))
      try await Self.expectCreated(3, flowform)
      try await Self.expectSettled(workspace, flowform)
      #expect(workspace.reads.count { $0.hasPrefix("\(Self.path)?search=") } == 1)
    }
  }

  @Test func everyCommandWorksOnIt() async throws {
    try await Self.with { workspace, flowform in
      let old = "authentik_flows.flow[slug=flow-0]"
      try workspace.write(FlowText.many(2))
      #expect(try await flowform("apply", "--yes").status == 0)
      let rows: [([String], String)] = [
        (["state", "list"], old), (["state", "show", old], "origin: created"), (["drift"], "none ("),
        (["state", "move", old, "authentik_flows.flow[slug=flow-9]"], "is now"),
        (["state", "remove", "authentik_flows.flow[slug=flow-9]"], "Removed"),
        (["import", old], "is now in the state"), (["plan", "--detailed-exitcode"], "no changes"),
        (["plan", "-q", "--out", "plan.json"], "no changes"),
        (["apply", "--yes", "--plan", "plan.json"], "no changes"),
        (["state", "unlock"], "The state authentik is not locked"),
      ]
      for (arguments, text) in rows {
        let finished = try await flowform.run(arguments)
        #expect(finished.status == 0, "\(arguments): \(finished.error)")
        #expect(finished.output.contains(text), "\(arguments): \(finished.output)")
        #expect(try await Self.names(workspace) == ["flowform.state.default/state"], "\(arguments)")
      }
      // A plan is stale once the state has changed.
      #expect(try await flowform("state", "remove", old).status == 0)
      let stale = try await flowform("apply", "--yes", "--plan", "plan.json")
      #expect(stale.status == 1 && stale.error.contains("is stale"), "\(stale.error)")
    }
  }

  @Test func aLargeStateIsSplit() async throws {
    try await Self.with { workspace, flowform in
      var flowform = flowform
      flowform.variables["FLOWFORM_STATE"] = nil
      try workspace.write(FlowText.many(80))
      try workspace.write(
        """
        state: other.json
        targets: {team: {state: 'authentik:team', state-request-bytes: 10000}}
        """, to: "flowform.yaml")
      flowform.variables["FLOWFORM_TARGET"] = "team"
      let first = try await flowform("apply", "--yes")
      #expect(first.status == 0, "\(first.error)")
      let names = try await Self.names(workspace)
      #expect(names.count > 3 && names.allSatisfy { $0.hasPrefix("flowform.state.team/") }, "\(names)")
      try await Self.expectCreated(80, flowform)
      try await Self.expectSettled(workspace, flowform)
      // The next version replaces all of it.
      #expect(try await flowform("state", "remove", "authentik_flows.flow[slug=flow-0]").status == 0)
      let next = try await Self.names(workspace)
      #expect(Set(next).intersection(names) == ["flowform.state.team/state"])
    }
  }

  @Test func twoAtOnceAreRefused() async throws {
    try await Self.with { workspace, flowform in
      try workspace.write(FlowText.many(2))
      let gate = try GatedServer()
      try await gate.withRunning { port in
        var gated = flowform
        gated.variables["AUTHENTIK_URL"] = "http://127.0.0.1:\(port)"
        let first = gated
        // On another machine, which has no folder in common with the first.
        let elsewhere = workspace.folder.appending(path: "elsewhere")
        try workspace.write(FlowText.many(2), to: "elsewhere/blueprints/flows.yaml")
        let second = FlowformProcess(folder: elsewhere.path, variables: gated.variables)
        gate.hold(.before(4))
        async let running = first("apply", "--yes", "--parallelism", "1")
        try await gate.held.wait()
        for arguments in [["apply", "--yes"], ["state", "unlock"]] {
          let refused = try await second.run(arguments)
          #expect(refused.status == 1, "\(refused.output)")
          #expect(
            refused.error.contains("locked by ") && refused.error.contains(" since 2"), "\(refused.error)")
        }
        #expect(!gate.writes.contains { $0.contains("/flows/") })
        // What needs no lock works.
        #expect(try await second("plan").status == 0)
        gate.release()
        _ = try await running
      }
    }
  }

  @Test func aKilledApplyIsFinishedByTheNext() async throws {
    try await Self.with { workspace, flowform in
      try workspace.write(FlowText.many(6))
      let killed = try await flowform.interrupted(
        ["apply", "--yes", "--parallelism", "1"], with: .kill
      ) { _ in workspace.writes.count { $0.contains("/flows/") } >= 3 }
      #expect(killed.status == 128 + 9)
      let locked = try await flowform("apply", "--yes")
      #expect(locked.status == 1 && locked.error.contains("flowform state unlock"), "\(locked.error)")
      #expect(try await flowform("state", "unlock", "--yes").status == 0)
      let next = try await flowform("apply", "--yes")
      #expect(next.status == 0, "\(next.error)")
      #expect(try await workspace.flowCount() == 6)
      try await Self.expectCreated(6, flowform)
      try await Self.expectSettled(workspace, flowform)
    }
  }

  @Test func anInterruptedRunGivesTheLockUp() async throws {
    let gate = try GatedServer()
    try await Self.with { workspace, flowform in
      try await gate.withRunning { port in
        var gated = flowform
        gated.variables["AUTHENTIK_URL"] = "http://127.0.0.1:\(port)"
        try workspace.write(FlowText.many(2))
        gate.hold(.before(3))
        let stopped = try await gated.interrupted(["apply", "--yes"], once: gate.held)
        #expect(stopped.status == 130)
        #expect(gate.requests.count { $0.hasPrefix("DELETE \(Self.path)") } == 1, "\(gate.requests)")
        gate.release()
        gate.hold(nil)
        let unlock = try await gated("state", "unlock")
        #expect(unlock.output.contains("is not locked"), "\(unlock.error)")
      }
    }
  }

  /// With each kind of fault, runs end by themselves or with one that follows.
  @Test(arguments: FaultKind.allCases.filter { $0 != .hang })
  func faultsLoseNothing(_ fault: FaultKind) async throws {
    var configuration = SandboxConfiguration()
    configuration.faults = [fault: 0.15]
    configuration.seed = 5
    try await Self.with("authentik", configuration) { workspace, flowform in
      try workspace.write(FlowText.many(5))
      var last = try await flowform("apply", "--yes")
      for _ in 0..<5 where last.status != 0 {
        _ = try await flowform("state", "unlock", "--yes")
        last = try await flowform("apply", "--yes")
      }
      #expect(last.status == 0, "\(last.error)")
      let state = try await Self.state(flowform)
      #expect(state["resources"]?.list?.count == 5)
      #expect(try await flowform("plan", "--detailed-exitcode").status == 0)
    }
  }

  // MARK: - Nobody else sees it

  /// The instances of the state are not there for anything but the state, even if somebody turns one on.
  @Test func itsInstancesAreInvisible() async throws {
    try await Self.with { workspace, flowform in
      let name = "flowform.state.default/state"
      let own = """
        version: 1
        metadata: {name: \(name)}
        entries:
          - model: authentik_blueprints.blueprintinstance
            identifiers: {name: Ours}
            attrs: {enabled: false, content: "version: 1\\nentries: []"}

        """
      try workspace.write(own)
      let first = try await flowform("apply", "--yes")
      #expect(first.status == 0, "\(first.error)")
      let head = try #require(try await workspace.objects(Self.list).first { $0["name"]?.string == name })
      let key = head["pk"]?.string ?? ""
      _ = try await workspace.change(
        "\(Self.list)\(key)/", .map((head.map ?? [:]).merging(["enabled": true]) { $1 }))
      let plan = try await flowform("plan", "--prune", "--detailed-exitcode")
      #expect(plan.status == 0 && plan.error.isEmpty, "\(plan.output)\(plan.error)")
      #expect(try await flowform("drift").output.contains("none ("))
      let found = try await flowform("import", "authentik_blueprints.blueprintinstance[name=\"\(name)\"]")
      #expect(found.status == 1 && found.error.contains("the server has no "), "\(found.error)")
      let byKey = try await flowform("import", "authentik_blueprints.blueprintinstance[pk=\"\(key)\"]")
      #expect(byKey.status == 1, "\(byKey.output)")
      let export = try await flowform("export")
      #expect(export.status == 0 && !export.output.contains("flowform.state"), "\(export.error)")
      let asked = """
        version: 1
        entries:
          - model: authentik_core.group
            identifiers: {name: staff}
            attrs: {attributes: {found: !Find [authentik_blueprints.blueprintinstance, [name, \(name)]]}}
        """
      try workspace.write(asked)
      #expect(try await !flowform("plan", "--format", "json").output.contains(key))
      // An entry of this name cannot take it over.
      try workspace.write(own.replacing("Ours", with: name))
      let taken = try await flowform("apply", "--yes")
      #expect(taken.status == 1 && taken.error.contains("already exists"), "\(taken.error)\(taken.output)")
      #expect(try await Self.state(flowform)["resources"]?.list?.count == 1)
    }
  }

  // MARK: - Permissions

  @Test(arguments: [
    ("sandbox-none", ["state", "list"], "view"), ("sandbox-none", ["plan"], "view"),
    ("sandbox-add-only", ["plan"], "view"), ("sandbox-add-only", ["state", "unlock"], "view"),
    ("sandbox-view-only", ["apply", "--yes"], "add"),
    ("sandbox-view-only", ["state", "remove", "a.b[c=d]"], "add"),
  ])
  func aTokenThatMayNotIsToldInOneSentence(
    _ token: String, _ arguments: [String], _ verb: String
  ) async throws {
    try await Self.with { workspace, flowform in
      try workspace.write("version: 1\nentries: []\n")
      var flowform = flowform
      flowform.variables["AUTHENTIK_TOKEN"] = token
      let finished = try await flowform.run(arguments)
      #expect(finished.status == 1, "\(finished.output)")
      #expect(
        finished.error
          == "error: the state authentik cannot be used: the token lacks the permission authentik_blueprints.\(verb)_blueprintinstance; grant it to the token's user\n"
      )
    }
  }

  @Test func itsPermissionsAreListedOnlyWithIt() async throws {
    try await Self.with { workspace, flowform in
      try workspace.write(FlowText.many(1))
      func names(_ flowform: FlowformProcess, _ options: String...) async throws -> [String] {
        let listed = try await flowform.run(["permissions", "--format", "json"] + options)
        #expect(
          listed.error.contains("guard it like the token") == listed.output.contains("blueprintinstance"))
        return try JSONReader.read(listed.output)["permissions"]?.list?.compactMap {
          $0["permission"]?.string
        }
        .filter { $0.contains("blueprintinstance") } ?? []
      }
      let all = ["add", "change", "delete", "view"].map { "authentik_blueprints.\($0)_blueprintinstance" }
      #expect(try await names(flowform) == all)
      #expect(try await names(workspace.flowform, "--state", "authentik:b") == all)
      #expect(try await names(workspace.flowform) == [])
      #expect(workspace.sandbox.requests.entries.isEmpty)
    }
  }

  /// A command of the state alone fails like any other if authentik cannot be used.
  @Test func aServerThatCannotBeReachedIsStatus3() async throws {
    try await Self.with { workspace, flowform in
      for (name, value) in [
        ("AUTHENTIK_TOKEN", "wrong"), ("AUTHENTIK_URL", "http://127.0.0.1:1"), ("AUTHENTIK_URL", ""),
      ] {
        var other = flowform
        other.variables[name] = value
        let finished = try await other("state", "list")
        #expect(finished.status == 3 && finished.error.hasPrefix("error: "), "\(finished.error)")
      }
      let wrong = try await flowform("plan", "--state", "authentik:a/b")
      #expect(wrong.status == 64 && wrong.error.contains("names no state"), "\(wrong.error)")
    }
  }

  @Test func theSandboxKeepsItToo() async throws {
    let directory = try TemporaryDirectory()
    try directory.write(FlowText.many(2), to: "blueprints/flows.yaml")
    let flowform = FlowformProcess(folder: directory.path)
    let options = ["--sandbox", "--state", "authentik"]
    #expect(try await flowform.run(["apply", "--yes"] + options).status == 0)
    let list = try await flowform.run(["state", "list"] + options)
    #expect(list.output.contains("slug=flow-1"), "\(list.error)")
    let plan = try await flowform.run(["plan", "--detailed-exitcode"] + options)
    #expect(plan.status == 0, "\(plan.output)\(plan.error)")
  }
}
