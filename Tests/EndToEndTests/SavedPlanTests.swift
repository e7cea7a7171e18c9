import Catalog
import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import Subprocess
import SystemPackage
import Testing

/// A saved plan is carried out as it is, or refused before the first write.
struct SavedPlanTests {
  private static let blueprint = FlowText.blueprint(
    FlowText.flow("kept"), FlowText.flow("changed", title: "New"), FlowText.flow("made"))

  /// Two flows are live, and one of them is to be changed. A third one is to be created.
  private func prepare(_ workspace: Workspace) async throws {
    try workspace.write(FlowText.blueprint(FlowText.flow("kept"), FlowText.flow("changed", title: "Old")))
    _ = try await workspace.flowform("apply", "--yes")
    try workspace.write(Self.blueprint)
    let plan = try await workspace.flowform("plan", "--out", "plan.json", "--detailed-exitcode")
    #expect(plan.status == 2)
    workspace.sandbox.requests.reset()
  }

  @Test func isCarriedOut() async throws {
    try await Workspace.with { workspace in
      try await prepare(workspace)
      let apply = try await workspace.flowform("apply", "--plan", "plan.json", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(
        Set(workspace.writes) == ["POST /api/v3/flows/instances/", "PATCH /api/v3/flows/instances/changed/"])
      #expect(try await workspace.flowform("plan", "--detailed-exitcode").status == 0)
    }
  }

  @Test func isCarriedOutWithoutAStateBefore() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.blueprint)
      _ = try await workspace.flowform("plan", "--out", "plan.json")
      #expect(try await workspace.flowform("apply", "--plan", "plan.json", "--yes").status == 0)
      #expect(try await workspace.flowCount() == 3)
    }
  }

  /// The error says so. It does not say that the state differs, since the plan itself wrote that state.
  @Test(arguments: [true, false]) func isNotCarriedOutTwice(hasStateBefore: Bool) async throws {
    try await Workspace.with { workspace in
      if hasStateBefore { try await prepare(workspace) } else { try workspace.write(Self.blueprint) }
      #expect(try await workspace.flowform("plan", "--out", "plan.json").status == 0)
      #expect(try await workspace.flowform("apply", "--plan", "plan.json", "--yes").status == 0)
      let again = try await workspace.flowform("apply", "--plan", "plan.json", "--yes")
      #expect(again.status == 1)
      #expect(again.error.contains("the plan plan.json was already applied"), "\(again.error)")
      // After another apply, it is an ordinary stale plan.
      try workspace.write(FlowText.blueprint(FlowText.flow("made", title: "Later")))
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      let stale = try await workspace.flowform("apply", "--plan", "plan.json", "--yes")
      #expect(stale.status == 1)
      #expect(stale.error.contains("is stale: "), "\(stale.error)")
      #expect(!stale.error.contains("was  and is"), "\(stale.error)")
    }
  }

  /// Events that can happen between a plan and its apply.
  enum Meddling: String, CaseIterable, Sendable {
    case blueprintEdited, blueprintGone, stateMoved, stateGone, toBeChangedEdited, unchangedEdited,
      unchangedGone
    case createdMeanwhile, planEditedVersion, otherURL

    var reason: String {
      switch self {
      case .blueprintEdited: "blueprints/flows.yaml has changed"
      case .blueprintGone: "blueprints/flows.yaml is gone"
      case .stateMoved: "serial"
      case .stateGone: "lineage"
      case .toBeChangedEdited: "[slug=changed] has changed"
      case .unchangedEdited: "[slug=kept] has changed"
      case .unchangedGone: "[slug=kept] is gone"
      case .createdMeanwhile: "[slug=made] exists now"
      case .planEditedVersion: "flowform's version"
      case .otherURL: "the server was"
      }
    }

    func callAsFunction(_ workspace: Workspace) async throws {
      switch self {
      case .blueprintEdited: try workspace.write(SavedPlanTests.blueprint + "\n# a comment\n")
      case .blueprintGone:
        try FileManager.default.removeItem(at: workspace.folder.appending(path: "blueprints"))
      case .stateMoved:
        let state = try workspace.read("flowform.state.json")
        try workspace.write(
          state.replacing("\"serial\": 1", with: "\"serial\": 2"), to: "flowform.state.json")
      case .stateGone:
        try FileManager.default.removeItem(at: workspace.folder.appending(path: "flowform.state.json"))
      case .toBeChangedEdited: try await workspace.patch("changed", ["layout": "sidebar_left"])
      case .unchangedEdited: try await workspace.patch("kept", ["name": "Another"])
      case .unchangedGone: try await workspace.delete("kept")
      case .createdMeanwhile:
        try await workspace.create([
          "slug": "made", "name": "N", "title": "T", "designation": "recovery",
        ])
      case .planEditedVersion:
        let plan = try workspace.read("plan.json")
        try workspace.write(
          plan.replacing(/"toolVersion": "[^"]*"/, with: #""toolVersion": "0.0.1""#), to: "plan.json")
      case .otherURL: break
      }
    }
  }

  @Test(arguments: Meddling.allCases)
  func isRefusedOnceItIsStale(_ meddling: Meddling) async throws {
    try await Workspace.with { workspace in
      try await prepare(workspace)
      try await meddling(workspace)
      workspace.sandbox.requests.reset()
      var flowform = workspace.flowform
      if meddling == .otherURL { flowform.variables["AUTHENTIK_URL"] = "http://localhost:\(workspace.port)" }
      let apply = try await flowform("apply", "--plan", "plan.json", "--yes")
      #expect(apply.status == 1)
      #expect(apply.error.contains("stale"), "\(apply.error)")
      #expect(apply.error.contains(meddling.reason), "\(apply.error)")
      #expect(workspace.writes.isEmpty)
    }
  }

  @Test func takesNoPathsBesides() async throws {
    try await Workspace.with { workspace in
      try await prepare(workspace)
      #expect(try await workspace.flowform("apply", "--plan", "plan.json", "blueprints").status == 64)
      #expect(try await workspace.flowform("apply", "--plan", "plan.json").status == 1)
      #expect(workspace.writes.isEmpty)
    }
  }

  @Test(arguments: ["", "{", "{\"format\": 2}", "{\"format\": 1}", "[]"])
  func refusesWhatIsNoPlan(_ text: String) async throws {
    try await Workspace.with { workspace in
      try workspace.write(text, to: "plan.json")
      let apply = try await workspace.flowform("apply", "--plan", "plan.json", "--yes")
      #expect(apply.status == 1)
      #expect(apply.error.contains("flowform plan --out"))
    }
  }

  /// A saved plan lacks secrets and what an apply has to find out. Standard input gives them only once.
  @Test(arguments: [
    (
      "- {model: authentik_core.user, identifiers: {username: ada}, attrs: {name: Ada, password: canary}}",
      "password"
    ),
    (
      """
      - {model: authentik_stages_dummy.dummystage, id: stage, identifiers: {name: stage}}
        - model: authentik_core.group
          identifiers: {name: Door}
          attrs: {attributes: {stage: !Format ["%s!", !KeyOf stage]}}
      """, "attributes"
    ),
  ])
  func saysWhatStandardInputDoesNotGiveAgain(_ entries: String, _ field: String) async throws {
    try await Workspace.with { workspace in
      let blueprint = "version: 1\nentries:\n  \(entries)\n"
      let plan = try await workspace.flowform("plan", "-", "--out", "plan.json", input: blueprint)
      #expect(plan.status == 0, "\(plan.error)")
      #expect(try await workspace.flowform("show", "plan.json").output == plan.output)
      let apply = try await workspace.flowform("apply", "--yes", "--plan", "plan.json", input: blueprint)
      #expect(apply.status == 1)
      #expect(
        apply.error.contains("error: the plan plan.json does not hold `\(field)` of "), "\(apply.error)")
      #expect(
        apply.error.contains("; write the blueprint to a file and make a new plan from it\n"),
        "\(apply.error)")
      #expect(!apply.error.contains("canary") && workspace.writes.isEmpty)
      // From a file, it is applied.
      try workspace.write(blueprint)
      #expect(try await workspace.flowform("plan", "--out", "plan.json").status == 0)
      #expect(try await workspace.flowform("apply", "--yes", "--plan", "plan.json").status == 0)
      workspace.sandbox.requests.reset()
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      #expect(workspace.writes.isEmpty)
    }
  }
}
