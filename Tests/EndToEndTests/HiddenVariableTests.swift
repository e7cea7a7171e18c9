import Crypto
import EndToEndSupport
import Foundation
import Model
import Testing

/// A variable's value is only shown and kept if `--env-show` names the variable.
struct HiddenVariableTests {
  private static let blueprint = """
    version: 1
    context:
      secret: !Env DOOR
    entries:
      - model: authentik_flows.flow
        id: flow
        identifiers: {slug: login}
        attrs:
          name: !Format ["Door %s", !Context secret]
          title: !Env DOOR
          designation: authentication
      - model: authentik_stages_dummy.dummystage
        id: stage
        identifiers: {name: door}
      - model: authentik_core.group
        identifiers: {name: Door}
        attrs: {attributes: {door: !Env DOOR, stage: !KeyOf stage}}
    """

  private func flowform(_ workspace: Workspace, _ value: String = "open-sesame") -> FlowformProcess {
    var flowform = workspace.flowform
    flowform.variables["DOOR"] = value
    return flowform
  }

  @Test func isNeitherPrintedNorKept() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.blueprint)
      let flowform = flowform(workspace)
      let plan = try await flowform("plan", "--out", "plan.json")
      #expect(plan.status == 0, "\(plan.error)")
      let json = try await flowform("plan", "--format", "json")
      let apply = try await flowform("apply", "--plan", "plan.json", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      let saved = [try workspace.read("plan.json"), try workspace.read("flowform.state.json")]
      for text in [plan.output, json.output, apply.output, apply.error] + saved {
        #expect(!text.contains("open-sesame"), "\(text)")
      }
      #expect(try await workspace.flow("login")["title"] == "open-sesame")
      #expect(try await workspace.flow("login")["name"] == "Door open-sesame")

      #expect(try await flowform("plan", "--detailed-exitcode").status == 0)
      let changed = self.flowform(workspace, "shut-sesame")
      let change = try await changed("plan", "--detailed-exitcode", "--out", "plan.json")
      #expect(change.status == 2)
      #expect(!change.output.contains("sesame"), "\(change.output)")
      let again = try await changed("apply", "--plan", "plan.json", "--yes")
      #expect(again.status == 0, "\(again.error)")
      #expect(try await changed("plan", "--detailed-exitcode").status == 0)
    }
  }

  /// It is found by the hash in the state, since the value is not there.
  @Test func whatWasChangedOutsideIsMarkedAndDrift() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.blueprint)
      let flowform = flowform(workspace)
      #expect(try await flowform("apply", "--yes").status == 0)
      #expect(try await flowform("drift").status == 0)
      let state = try workspace.read("flowform.state.json")
      #expect(try await flowform("apply", "--yes").status == 0)
      #expect(try workspace.read("flowform.state.json") == state)

      let edited = try await self.flowform(workspace, "shut-sesame")("plan", "--format", "json")
      #expect(!edited.output.contains(#""drift""#), "\(edited.output)")
      _ = try await workspace.patch("login", ["title": "changed-sesame"])
      let drift = try await flowform("drift")
      #expect(drift.status == 2, "\(drift.error)")
      #expect(drift.output.contains("title") && !drift.output.contains("name"), "\(drift.output)")
      let plan = try await flowform("plan", "--format", "json")
      #expect(plan.output.contains(#""drift": true"#), "\(plan.output)")
      #expect(!(drift.output + drift.error + plan.output + plan.error).contains("sesame"))
      // A change to the same value in both places is no drift.
      let followed = self.flowform(workspace, "changed-sesame")
      #expect(try await followed("apply", "--yes").status == 0)
      #expect(try await followed("drift").status == 0)
    }
  }

  @Test(arguments: ["mermaid", "svg", "html"]) func isNotDrawn(_ format: String) async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.blueprint)
      let graph = try await flowform(workspace)("graph", "--format", format)
      #expect(graph.status == 0 && graph.output.contains("login"), "\(graph.error)")
      #expect(!graph.output.contains("open-sesame"), "\(graph.output)")
      let shown = try await flowform(workspace)("graph", "--format", format, "--env-show", "DOOR")
      #expect(shown.output.contains("open-sesame"))
    }
  }

  @Test func isPrintedWhereItIsNamed() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.blueprint)
      let plan = try await flowform(workspace)("plan", "--env-show", "DO*")
      #expect(plan.output.contains("\"Door open-sesame\""), "\(plan.output)")
      #expect(plan.output.contains(#"{"door":"open-sesame","#), "\(plan.output)")
    }
  }

  @Test(arguments: ["validate", "plan"])
  func identifyingAnObjectByOneIsWarnedOf(_ command: String) async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.blueprint(FlowText.flow("!Env DOOR")))
      let hidden = try await flowform(workspace)(command)
      #expect(hidden.status == 0, "\(hidden.error)")
      #expect(hidden.error.contains(":5:13: warning: `slug` identifies the object"), "\(hidden.error)")
      let shown = try await flowform(workspace)(command, "--env-show", "DOOR", "-q")
      #expect(shown.error.isEmpty, "\(shown.error)")
      // The address contains the value itself.
      if command == "plan" { #expect(hidden.output.contains("[slug=open-sesame]")) }
    }
  }

  /// A reader of a saved plan could try out short secrets against fast digests.
  @Test func aSavedPlanHoldsNoQuickDigestOfASecret() async throws {
    try await Workspace.with { workspace in
      try workspace.write(
        """
        version: 1
        entries:
        - model: authentik_core.user
          identifiers: {username: robot}
          attrs: {name: !Env DOOR, password: !File pin.txt, path: !Context where}

        """)
      try workspace.write("1234\n", to: "blueprints/pin.txt")
      try workspace.write("where: 5678\n", to: "context.yaml")
      let flowform = flowform(workspace, "4321")
      let plan = try await flowform("plan", "--context-file", "context.yaml", "--out", "plan.json")
      #expect(plan.status == 0, "\(plan.error)")
      let text = try workspace.read("plan.json")
      // Digests of the values, of the files' bytes, and of the context as JSON.
      for secret in ["1234", "1234\n", "4321", "5678", "where: 5678\n", #"{"where":5678}"#] {
        let digest = SHA256.hash(data: Data(secret.utf8)).map { String(format: "%02x", $0) }.joined()
        #expect(!text.contains(digest), "\(secret)")
      }
      try workspace.write("1235\n", to: "blueprints/pin.txt")
      let stale = try await flowform(
        "apply", "--yes", "--plan", "plan.json", "--context-file", "context.yaml")
      #expect(stale.error.contains("pin.txt has changed"), "\(stale.error)")
      try workspace.write("1234\n", to: "blueprints/pin.txt")
      try workspace.write("where: 5679\n", to: "context.yaml")
      let other = try await flowform(
        "apply", "--yes", "--plan", "plan.json", "--context-file", "context.yaml")
      #expect(other.error.contains("stale"), "\(other.error)")
      try workspace.write("where: 5678\n", to: "context.yaml")
      let changed = try await self.flowform(workspace, "4322")(
        "apply", "--yes", "--plan", "plan.json", "--context-file", "context.yaml")
      #expect(changed.error.contains("DOOR has changed"), "\(changed.error)")
      let apply = try await flowform(
        "apply", "--yes", "--plan", "plan.json", "--context-file", "context.yaml")
      #expect(apply.status == 0, "\(apply.error)")
    }
  }
}
