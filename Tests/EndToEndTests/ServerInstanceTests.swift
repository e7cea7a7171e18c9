import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import Testing

/// Blueprints that the server applies itself, besides those of the set.
struct ServerInstanceTests {
  private static let list = "/managed/blueprints/"

  private static let named = """
    version: 1
    metadata: {name: Our groups}
    entries:
      - model: authentik_core.group
        identifiers: {name: staff}
    """

  private static func warnings(_ plan: Value) -> [Value] {
    (plan["diagnostics"]?.list ?? []).filter { $0["message"]?.string?.contains("blueprint instance") == true }
  }

  @Test(
    arguments: [
      ["name": "Our groups", "path": "elsewhere.yaml"], ["name": "Other", "path": "flows.yaml"],
      ["name": "Other", "path": "custom/blueprints/flows.yaml"],
      [
        "name": "Other",
        "content":
          "version: 1\nentries:\n- model: Authentik_Core.Group\n  identifiers:\n    name: staff\n",
      ],
    ] as [Value])
  func anEnabledOneForTheSameThingIsAWarning(_ instance: Value) async throws {
    try await Workspace.with { workspace in
      let made = try await workspace.add(instance, to: Self.list)
      let warning = Self.warnings(try await workspace.plan(Self.named)).first
      #expect(warning?["severity"] == "warning")
      #expect(warning?["line"] == 1)
      #expect(warning?["message"]?.string?.contains("disable the instance") == true)
      #expect(workspace.reads.count { $0.hasPrefix("/api/v3/managed/blueprints/") } == 1)
      let key = made["pk"]?.string ?? ""
      var disabled = instance.map ?? [:]
      disabled["enabled"] = false
      try await workspace.change("\(Self.list)\(key)/", .map(disabled))
      #expect(Self.warnings(try await workspace.plan(Self.named)).isEmpty)
    }
  }

  @Test func anotherOneIsNoWarning() async throws {
    try await Workspace.with { workspace in
      try await workspace.add(
        [
          "name": "Other", "path": "other/ws.yaml",
          "content": """
          version: 1
          entries:
            - {model: authentik_core.group, identifiers: {name: others}}
            - {model: authentik_core.group, identifiers: {name: !Context staff}}
          """,
        ], to: Self.list)
      try await workspace.add(["name": "Broken", "content": "entries: [*nothing"], to: Self.list)
      #expect(Self.warnings(try await workspace.plan(Self.named)).isEmpty)
    }
  }

  @Test func whoMayNotReadThemIsToldNothingAndAProbeDoesNotAsk() async throws {
    try await Workspace.with { workspace in
      try await workspace.add(["name": "Our groups", "path": "x.yaml"], to: Self.list)
      try workspace.write(Self.named)
      let plan = try await workspace.flowform(token: "sandbox-add-only")("plan")
      #expect(plan.status == 0, "\(plan.error)")
      #expect(!plan.error.contains("instance"))
      workspace.sandbox.requests.reset()
      #expect(try await workspace.flowform("plan", "--read", "probe").status == 0)
      #expect(!workspace.reads.contains { $0.hasPrefix("/api/v3/managed/blueprints/") })
    }
  }

  @Test(arguments: ["name: Theirs", "path: theirs/first.yaml", "{name: Theirs, path: theirs/first.yaml}"])
  func oneThatIsToComeFirstMayBeTheServers(_ wanted: String) async throws {
    let identifiers = wanted.hasPrefix("{") ? wanted : "{\(wanted)}"
    try await Workspace.with { workspace in
      let text = """
        version: 1
        entries:
          - model: authentik_blueprints.metaapplyblueprint
            attrs: {identifiers: \(identifiers)}
          - model: authentik_core.group
            identifiers: {name: staff}
        """
      #expect(try await workspace.refusal(text).contains("blueprint instances"))
      try await workspace.add(["name": "Theirs", "path": "theirs/first.yaml"], to: Self.list)
      workspace.sandbox.requests.reset()
      let plan = try await workspace.plan(text)
      #expect(plan["diagnostics"]?.list?.map { $0["severity"] } == ["note"])
      #expect(workspace.reads.count { $0.hasPrefix("/api/v3/managed/blueprints/") } == 1)
      #expect(try await workspace.apply(text) == ["POST /api/v3/core/groups/"])
      try await workspace.expectSettled()
    }
  }
}
