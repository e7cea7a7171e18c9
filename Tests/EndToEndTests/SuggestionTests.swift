import EndToEndSupport
import Sandbox
import Testing

/// For every misspelt word, the right one is suggested, and nothing is done.
struct SuggestionTests {
  private static let flow = "authentik_flows.flow[slug=login]"

  @Test(arguments: [
    // Commands and options.
    (["plna"], "Did you mean 'plan'?"),
    (["stat", "list"], "Did you mean 'state'?"),
    (["state", "lst"], "Did you mean 'list'?"),
    (["--versoin"], "Did you mean '--version'?"),
    (["plan", "--targt", "staging"], "Did you mean '--target'?"),
    (["state", "list", "--ony", "x"], "Did you mean '--only'?"),
    // Values of options.
    (["plan", "--format", "jsn"], "Did you mean 'json'?"),
    (["render", "--format=yml"], "Did you mean 'yaml'?"),
    (["graph", "--format", "svgg"], "Did you mean 'svg'?"),
    (["state", "list", "--format", "txt"], "Did you mean 'text'?"),
    (["apply", "--on-failure", "rolback"], "Did you mean 'rollback'?"),
    (["plan", "--read", "prob"], "Did you mean 'probe'?"),
    (["schema", "--of", "blueprint"], "Did you mean 'blueprints'?"),
    (["sandbox", "--server-version", "2026.4"], "Did you mean '2025.4'?"),
    (["plan", "--target", "stagin"], "did you mean `staging`?"),
    // Models.
    (["validate", "--only", "authentik_flows.flwo"], "did you mean `authentik_flows.flow`?"),
    (["plan", "--only", "authentik_flows.flwo"], "did you mean `authentik_flows.flow`?"),
    (["drift", "--only", "authentik_flows.flwo"], "did you mean `authentik_flows.flow`?"),
    (["state", "list", "--only", "authentik_flows.flwo"], "did you mean `authentik_flows.flow`?"),
  ])
  func wrongUsage(_ arguments: [String], offer: String) async throws {
    try await expect(arguments, offer, status: 64)
  }

  @Test(arguments: [
    (["export", "--flow", "logn"], "did you mean `login`?"),
    (["import", "authentik_flows.flwo[slug=login]"], "did you mean `authentik_flows.flow`?"),
    (["import", "authentik_flows.flow[slg=login]"], "did you mean `slug`?"),
    (["import", "authentik_flows.flow[slug=logn]"], "did you mean `\(flow)`?"),
    (["drift", "blueprints/flow.yaml"], "did you mean `blueprints/flows.yaml`?"),
    (["state", "show", "authentik_flows.flow[slug=logn]"], "did you mean `\(flow)`?"),
    (["state", "show", "authentik_flows.flwo[slug=login]"], "did you mean `\(flow)`?"),
    (["state", "remove", "authentik_flows.flow[slug=logn]"], "did you mean `\(flow)`?"),
    (["state", "move", "authentik_flows.flow[slug=logn]", flow], "did you mean `\(flow)`?"),
    (["state", "move", flow, "authentik_flows.flwo[slug=new]"], "did you mean `authentik_flows.flow`?"),
    (["state", "move", flow, "authentik_flows.flow[slg=new]"], "did you mean `slug`?"),
  ])
  func wrongName(_ arguments: [String], offer: String) async throws {
    try await expect(arguments, offer, status: 1)
  }

  private func expect(_ arguments: [String], _ offer: String, status: Int32) async throws {
    try await Workspace.with { workspace in
      try workspace.write("targets: {staging: {}}", to: "flowform.yaml")
      try workspace.write(FlowText.blueprint(FlowText.flow("login")))
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      let trace = try workspace.trace()
      workspace.sandbox.requests.reset()
      let run = try await workspace.flowform.run(arguments)
      #expect(run.status == status, "\(run.output)\(run.error)")
      #expect(run.error.contains(offer), "\(run.error)")
      #expect(run.output == "")
      #expect(try workspace.trace() == trace)
      #expect(workspace.writes.isEmpty)
    }
  }

  /// A word that is far from everything gets no suggestion.
  @Test(arguments: [["xyzzy"], ["plan", "--format", "postscript"], ["state", "frobnicate"]])
  func nothingIsNear(_ arguments: [String]) async throws {
    let run = try await FlowformProcess(folder: "/").run(arguments)
    #expect(run.status == 64)
    #expect(!run.error.contains("id you mean"), "\(run.error)")
    #expect(run.error.contains("Usage: flowform"))
  }
}
