import EndToEndSupport
import Foundation
import Model
import Remote
import Testing

/// Behaviour that scripts rely on, besides the plan and the apply themselves.
struct ContractTests {
  private static let bound = """
    version: 1
    entries:
      - model: authentik_flows.flow
        id: flow
        identifiers: {slug: login}
        attrs: {name: Login, title: Login, designation: authentication, titel: Typo}
      - model: authentik_stages_user_login.userloginstage
        id: stage
        identifiers: {name: login}
      - model: authentik_flows.flowstagebinding
        identifiers: {target: !KeyOf flow, stage: !KeyOf stage, order: 10}
    """

  @Test func everyLineOfAnApplyIsAnObject() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.bound)
      let apply = try await workspace.flowform("apply", "--yes", "--format", "json")
      let lines = apply.output.split(separator: "\n")
      let events = try lines.map { try JSONReader.read(String($0))["event"]?.string }
      #expect(events.first == "diagnostic")
      #expect(events.last == "summary")

      try workspace.write("version: 2\nentries: []\n")
      let wrong = try await workspace.flowform("apply", "--yes", "--format", "json")
      #expect(wrong.status == 1)
      for line in wrong.output.split(separator: "\n") {
        #expect(try JSONReader.read(String(line))["severity"] != nil)
      }
    }
  }

  @Test func aSavedPlanShowsReferencesAsThePlanDid() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.bound)
      let plan = try await workspace.flowform("plan", "--out", "plan.json")
      let apply = try await workspace.flowform("apply", "--plan", "plan.json", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(plan.output.contains("(key of authentik_flows.flow[slug=login])"))
      #expect(apply.output.hasPrefix(plan.output), "\(apply.output)")
    }
  }

  @Test(arguments: ["validate", "render", "plan", "apply"])
  func aModelThatThereIsNotCannotBeSelected(_ command: String) async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.bound)
      let run = try await workspace.flowform(command, "--only", "authentik_flows.flwo")
      #expect(run.status == 64)
      #expect(run.error.contains("did you mean `authentik_flows.flow`?"), "\(run.error)")
    }
  }

  @Test func whatGoesAlongWithADeleteIsForgottenAtOnce() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.bound)
      _ = try await workspace.flowform("apply", "--yes")
      try workspace.write(FlowText.blueprint(FlowText.flow("login", state: "absent")))
      let apply = try await workspace.flowform("apply", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      let trace = try workspace.trace()
      _ = try await workspace.flowform("apply", "--yes")
      #expect(try workspace.trace() == trace)
    }
  }

  @Test func theSchemaMayBeYAML() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.bound)
      let document = try await workspace.outside {
        try await $0.read("/schema/", query: [("format", "json")])
      }
      // Every JSON document is also YAML. Because of the comment, it is not read as JSON.
      try workspace.write("# a server's own\n" + JSONWriter.write(document), to: "schema.yml")
      let run = try await workspace.flowform("validate", "--schema", "schema.yml")
      #expect(run.status == 0, "\(run.error)")
    }
  }
}
