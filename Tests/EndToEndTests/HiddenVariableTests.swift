import Foundation
import Model
import Testing

/// A variable's value is shown and kept only where `--env-show` names the variable.
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

  @Test func isPrintedWhereItIsNamed() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.blueprint)
      let plan = try await flowform(workspace)("plan", "--env-show", "DO*")
      #expect(plan.output.contains("\"Door open-sesame\""), "\(plan.output)")
      #expect(plan.output.contains(#"{"door":"open-sesame","#), "\(plan.output)")
    }
  }
}
