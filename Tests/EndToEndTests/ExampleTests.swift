import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import TestSupport
import Testing

/// Properties of the examples that authentik's executor needs and no create checks (recorded: a user is not written
/// without a name, and two passwords are compared only if there are two).
struct ExampleTests {
  private static let examples = ProjectRoot.url.appending(path: "blueprints").path

  /// The flows that an apply creates, each with its stages in order.
  private static func flows(_ workspace: Workspace) async throws -> [(flow: Value, stages: [Value])] {
    let bindings = try await workspace.objects("/flows/bindings/?page_size=100")
    let stages = try await workspace.objects("/stages/all/?page_size=100")
    return try await workspace.objects("/flows/instances/?page_size=100").map { flow in
      let bound = bindings.filter { $0["target"] == flow["pk"] }
        .sorted { ($0["order"]?.integer ?? 0) < ($1["order"]?.integer ?? 0) }
      return (flow, bound.compactMap { binding in stages.first { $0["pk"] == binding["stage"] } })
    }
  }

  private static func isOne(_ stage: Value, _ model: String) -> Bool {
    stage["meta_model_name"]?.string?.hasSuffix("." + model) ?? false
  }

  /// The prompts of a flow's stages, by stage.
  private static func prompts(_ stages: [Value], _ workspace: Workspace) async throws -> [[Value]] {
    let all = try await workspace.objects("/stages/prompt/prompts/?page_size=100")
    let promptStages = try await workspace.objects("/stages/prompt/stages/?page_size=100")
    return stages.compactMap { stage in promptStages.first { $0["pk"] == stage["pk"] } }.map { stage in
      all.filter { stage["fields"]?.list?.contains($0["pk"] ?? .null) == true }
    }
  }

  @Test(arguments: ["examples", "starter"]) func areFlowsThatWork(_ source: String) async throws {
    try await Workspace.with { workspace in
      if source == "starter" { #expect(try await workspace.flowform("init").status == 0) }
      let apply = try await workspace.flowform.run(
        ["apply", "--yes"] + (source == "starter" ? [] : [Self.examples]))
      #expect(apply.status == 0, "\(apply.error)")
      let flows = try await Self.flows(workspace)
      #expect(!flows.isEmpty)
      for (flow, stages) in flows {
        let slug = flow["slug"]?.string ?? ""
        let prompts = try await Self.prompts(stages, workspace)
        for prompts in prompts where prompts.contains(where: { $0["type"] == "password" }) {
          #expect(prompts.count { $0["type"] == "password" } == 2, "\(slug)")
        }
        switch flow["designation"] {
        case "enrollment":
          #expect(prompts.joined().contains { $0["field_key"] == "username" }, "\(slug)")
          #expect(stages.contains { Self.isOne($0, "userwritestage") }, "\(slug)")
        case "authentication":
          #expect(stages.contains { Self.isOne($0, "passwordstage") }, "\(slug)")
          #expect(stages.last.map { Self.isOne($0, "userloginstage") } == true, "\(slug)")
        case "recovery":
          let bindings = try await workspace.objects("/policies/bindings/")
          // Without it, everybody with a link is asked for an identity.
          #expect(bindings.count == 1, "\(slug)")
        default: break
        }
      }
    }
  }
}
