import EndToEndSupport
import Model
import OrderedCollections
import Sandbox
import TestSupport
import Testing

/// `flowform state` shows the state and repairs it, without a server.
struct StateCommandTests {
  private static let bound = """
    version: 1
    entries:
      - model: authentik_flows.flow
        id: flow
        identifiers: {slug: bound}
        attrs: {name: Bound, title: T, designation: authentication}
      - model: authentik_stages_deny.denystage
        id: stage
        identifiers: {name: deny}
      - model: authentik_flows.flowstagebinding
        identifiers: {target: !KeyOf flow, stage: !KeyOf stage, order: 10}
      - model: authentik_core.user
        identifiers: {username: robot}
        attrs: {name: Robot, password: correct horse}
    """
  private static let flow = "authentik_flows.flow[slug=bound]"

  /// A folder with an applied state, and no server.
  private static func applied(
    _ body: @escaping @Sendable (Workspace, FlowformProcess) async throws -> Void
  ) async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(bound)
      var flowform = workspace.flowform
      flowform.variables = ["NO_COLOR": "1"]
      workspace.sandbox.requests.reset()
      try await body(workspace, flowform)
    }
  }

  @Test func listsAndShowsWithoutSecrets() async throws {
    try await Self.applied { workspace, flowform in
      let list = try await flowform("state", "list")
      #expect(list.status == 0, "\(list.error)")
      Snapshot.expect(list.output, "list")
      let one = try await flowform("state", "list", "--only", "authentik_core.user", "--format", "json")
      let rows = try JSONReader.read(one.output)["resources"]?.list
      #expect(rows?.map { $0["address"] } == ["authentik_core.user[username=robot]"])
      let show = try await flowform("state", "show", "authentik_core.user[username=robot]")
      #expect(show.status == 0, "\(show.error)")
      #expect(show.output.contains("  password: (secret)"), "\(show.output)")
      let hash = try workspace.json()["resources"]?["authentik_core.user[username=robot]"]?["secrets"]?[
        "password"]
      #expect(hash != nil)
      #expect(!show.output.contains(hash?.string ?? "-"))
      let json = try await flowform("state", "show", Self.flow, "--format", "json")
      #expect(try JSONReader.read(json.output)["applied"]?["title"] == "T")
      #expect(workspace.sandbox.requests.entries.isEmpty)
    }
  }

  @Test func aMisspeltAddressIsAnsweredWithTheNearest() async throws {
    try await Self.applied { workspace, flowform in
      let trace = try workspace.trace()
      for command in [["show"], ["remove"]] {
        let finished = try await flowform.run(["state"] + command + ["authentik_flows.flow[slug=buond]"])
        #expect(finished.status == 1)
        #expect(finished.error.contains("did you mean `\(Self.flow)`"), "\(finished.error)")
      }
      #expect(try await flowform("state", "show", "bound").status == 64)
      #expect(try workspace.trace() == trace)
    }
  }

  @Test func whatIsRemovedStaysOnTheServerAndIsAdoptedAgain() async throws {
    try await Self.applied { workspace, flowform in
      let remove = try await flowform("state", "remove", Self.flow)
      #expect(remove.status == 0, "\(remove.error)")
      let state = try workspace.json()
      #expect(state["serial"] == 2)
      #expect(state["resources"]?[Self.flow] == nil)
      #expect(!state.description(of: "dependencies").contains(Self.flow))
      #expect(workspace.sandbox.requests.entries.isEmpty)
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      #expect(workspace.writes.isEmpty)
      #expect(try workspace.json()["resources"]?[Self.flow]?["origin"] == "adopted")
    }
  }

  @Test func aMoveMakesARenameOfWhatWouldBeASecondObject() async throws {
    try await Self.applied { workspace, flowform in
      let moved = "authentik_flows.flow[slug=renamed]"
      let move = try await flowform("state", "move", Self.flow, moved)
      #expect(move.status == 0, "\(move.error)")
      Snapshot.expect(move.output, "move")
      let text = try workspace.read("flowform.state.json")
      #expect(!text.contains(Self.flow))
      #expect(try workspace.json()["serial"] == 2)
      let renamed = Self.bound.replacing("slug: bound", with: "slug: renamed").replacing("id: flow", with: "")
        .replacing("!KeyOf flow", with: "!Find [authentik_flows.flow, [slug, renamed]]")
      let writes = try await workspace.apply(renamed)
      #expect(writes == ["PATCH /api/v3/flows/instances/bound/"])
      #expect(try await workspace.flowCount() == 1)
      try await workspace.expectSettled()
    }
  }

  @Test(arguments: [
    ("authentik_flows.flow[slug=bound]", "same"),
    ("authentik_stages_deny.denystage[name=x]", "cannot change its model"),
    ("authentik_flows.flow[slug=other]", "authentik_flows.flow[slug=other] is already in the state"),
  ])
  func aMoveThatCannotBeLeavesTheState(_ new: String, _ reason: String) async throws {
    try await Self.applied { workspace, flowform in
      _ = try await workspace.create([
        "name": "o", "slug": "other", "title": "T", "designation": "recovery",
      ])
      #expect(try await workspace.flowform("import", "authentik_flows.flow[slug=other]").status == 0)
      let trace = try workspace.trace()
      let move = try await flowform("state", "move", Self.flow, new)
      #expect(move.status == 1)
      #expect(move.error.contains(reason), "\(move.error)")
      #expect(try workspace.trace() == trace)
    }
  }

  @Test func aLockedStateIsReadAndNotWritten() async throws {
    try await Self.applied { workspace, flowform in
      try workspace.write(
        #"{"user":"x","host":"elsewhere","pid":1,"command":"apply","since":"2026-01-01T00:00:00Z"}"#,
        to: "flowform.state.json.lock")
      #expect(try await flowform("state", "list").status == 0)
      let remove = try await flowform("state", "remove", Self.flow)
      #expect(remove.status == 1)
      #expect(remove.error.contains("locked by x@elsewhere"), "\(remove.error)")
    }
  }
}

extension Value {
  /// All values of a key, at any depth, as text.
  fileprivate func description(of key: String) -> String {
    switch self {
    case .map(let entries):
      entries.map { $0.key == key ? JSONWriter.write($0.value) : $0.value.description(of: key) }.joined()
    case .list(let items): items.map { $0.description(of: key) }.joined()
    default: ""
    }
  }
}
