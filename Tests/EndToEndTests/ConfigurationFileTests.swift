import EndToEndSupport
import Model
import OrderedCollections
import Sandbox
import ServerSupport
import Testing

/// `flowform.yaml`, its targets, and the output of `init`.
struct ConfigurationFileTests {
  private static let flow = """
    version: 1
    entries:
      - model: authentik_flows.flow
        id: login
        identifiers: {slug: !Context slug}
        attrs: {name: !Context company, title: T, designation: authentication}
    """

  /// A workspace with a server that only the file names.
  private static func with(
    _ configuration: @escaping @Sendable (Workspace) -> String,
    _ body: @escaping @Sendable (Workspace, FlowformProcess) async throws -> Void
  ) async throws {
    try await Workspace.with { workspace in
      try workspace.write(configuration(workspace), to: "flowform.yaml")
      try workspace.write(flow, to: "flows/login.yaml")
      var flowform = workspace.flowform
      flowform.variables["AUTHENTIK_URL"] = nil
      try await body(workspace, flowform)
    }
  }

  @Test func namesServerStatePathsAndContext() async throws {
    try await Self.with({
      """
      url: \($0.url)
      state: kept/here.json
      paths: [flows]
      parallelism: 2
      context: {slug: by-file, company: Acme}
      """
    }) { (workspace: Workspace, flowform: FlowformProcess) async throws in
      let apply = try await flowform("apply", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(try await workspace.flow("by-file")["name"] == "Acme")
      #expect(workspace.exists("kept/here.json") && !workspace.exists("flowform.state.json"))
      workspace.sandbox.requests.reset()
      #expect(try await flowform("apply", "--yes").status == 0)
      #expect(workspace.writes.isEmpty)
    }
  }

  /// The command line wins over the environment, the environment over the target, and the target over the rest of the
  /// file.
  @Test func theNearerWins() async throws {
    try await Self.with({
      """
      url: http://127.0.0.1:1
      paths: flows
      state: top.json
      context: {slug: top, company: Acme}
      targets:
        staging: {url: "\($0.url)", state: staging.json, context: {slug: staging}}
        broken: {url: "http://127.0.0.1:1"}
      """
    }) { (workspace: Workspace, flowform: FlowformProcess) async throws in
      #expect(try await flowform("apply", "--yes", "--target", "staging").status == 0)
      #expect(try await workspace.flow("staging")["name"] == "Acme")
      #expect(workspace.exists("staging.json"))
      var environment = flowform
      environment.variables["FLOWFORM_TARGET"] = "broken"
      #expect(try await environment("plan").status == 3)
      environment.variables["AUTHENTIK_URL"] = workspace.url
      environment.variables["FLOWFORM_STATE"] = "environment.json"
      #expect(try await environment("apply", "--yes", "--context", "slug=by-hand").status == 0)
      #expect(try await workspace.flow("by-hand")["name"] == "Acme")
      #expect(workspace.exists("environment.json"))
      #expect(try await environment("apply", "--yes", "--state", "line.json").status == 0)
      #expect(workspace.exists("line.json"))
    }
  }

  /// A user who applies to another server than the target's must be told.
  @Test(arguments: [
    (
      "AUTHENTIK_URL", "note: AUTHENTIK_URL wins over `url` of the target `staging`",
      ["--url", "nowhere"]
    ),
    (
      "FLOWFORM_STATE", "note: FLOWFORM_STATE wins over `state` of the target `staging`",
      ["--state", "x.json"]
    ),
    (
      "AUTHENTIK_TOKEN_FILE", "note: AUTHENTIK_TOKEN_FILE wins over `token-file` of the target `staging`",
      ["--token-file", "other"]
    ),
    (
      "AUTHENTIK_TOKEN", "note: AUTHENTIK_TOKEN wins over `token-file` of the target `staging`",
      ["--token-file", "other"]
    ),
  ])
  func saysWhatWinsOverTheTarget(variable: String, note: String, option: [String]) async throws {
    try await Workspace.with { workspace in
      try workspace.write("other", to: "other")
      try workspace.write(
        """
        url: nowhere
        targets:
          staging: {url: elsewhere, state: staging.json, token-file: token}
          plain: {}
        """, to: "flowform.yaml")
      try workspace.write(Self.flow.replacing("!Context slug", with: "login"), to: "blueprints/login.yaml")
      var flowform = workspace.flowform
      flowform.variables = [variable: "other"]
      let plan = try await flowform("plan", "--target", "staging")
      #expect(
        plan.error.contains("\(note); if that is not intended, unset it or pass \(option[0])\n"),
        "\(plan.error)"
      )
      let quieted = try await flowform.run(["plan", "--target", "staging"] + option)
      #expect(!quieted.error.contains("wins over"), "\(quieted.error)")
      let plain = try await flowform("plan", "--target", "plain")
      #expect(!plain.error.contains("wins over"), "\(plain.error)")
      if variable != "AUTHENTIK_TOKEN" {
        let same = ["AUTHENTIK_URL": "elsewhere", "FLOWFORM_STATE": "staging.json"]
        flowform.variables[variable] = same[variable] ?? "token"
        let agreed = try await flowform("plan", "--target", "staging")
        #expect(!agreed.error.contains("wins over"), "\(agreed.error)")
      }
    }
  }

  /// A rename in git changes the object, and addresses that contain its address follow.
  @Test func whatMovedIsRenamed() async throws {
    try await Self.with({ "url: \($0.url)\npaths: flows\ncontext: {slug: old, company: Acme}" }) {
      workspace, flowform in
      #expect(try await flowform("apply", "--yes").status == 0)
      let key = try await workspace.flow("old")["pk"]
      try workspace.write(
        Self.flow.replacing("    id: login\n", with: ""), to: "flows/login.yaml")
      try workspace.write(
        """
        url: \(workspace.url)
        paths: flows
        context: {slug: new, company: Acme}
        moved:
          authentik_flows.flow[slug=old]: authentik_flows.flow[slug=new]
        """, to: "flowform.yaml")
      let plan = try await flowform("plan", "--format", "json")
      let change = try JSONReader.read(plan.output)["changes"]?.list?.first
      #expect(change?["action"] == "update", "\(plan.output)\(plan.error)")
      #expect(try await flowform("apply", "--yes").status == 0)
      #expect(try await workspace.flow("new")["pk"] == key)
      #expect(try await workspace.flowCount() == 1)
      workspace.sandbox.requests.reset()
      let again = try await flowform("apply", "--yes")
      #expect(again.status == 0 && workspace.writes.isEmpty, "\(again.output)")
    }
  }

  @Test(arguments: [
    ("urll: x", "flowform.yaml:1:1: unknown setting `urll`; did you mean `url`?"),
    (
      "targets: {staging: {url: x}}",
      "unknown target `stagin` (--target, FLOWFORM_TARGET); its targets are staging; did you mean `staging`?"
    ),
  ])
  func saysWhatIsWrong(text: String, message: String) async throws {
    try await Workspace.with { workspace in
      try workspace.write(text, to: "flowform.yaml")
      let plan = try await workspace.flowform("plan", "--target", "stagin")
      #expect(plan.status == 64)
      #expect(plan.error.contains(message), "\(plan.error)")
    }
  }

  @Test func initWritesWhatWorks() async throws {
    try await Workspace.with { workspace in
      let start = try await workspace.flowform("init")
      #expect(start.status == 0, "\(start.error)")
      let apply = try await workspace.flowform("apply", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(try await workspace.flow("welcome")["title"] == "Welcome to Acme")
      #expect(try await workspace.flowform("plan", "--detailed-exitcode").status == 0)
      let again = try await workspace.flowform("init")
      #expect(again.status == 1 && again.error.contains("flowform.yaml already exists"))
      #expect(again.error.contains("Move it away to start over"))
    }
  }

  /// The lines about a state server are correct without their comment sign.
  @Test func initKnowsOfAStateOnAServer() async throws {
    let server = TeamServer(.gitlab)
    try await Workspace.with { workspace in
      try await server.withRunning { port in
        #expect(try await workspace.flowform("init").status == 0)
        let text = try workspace.read("flowform.yaml")
          .replacing("state: flowform.state.json\n", with: "", maxReplacements: 1)
          .replacing("# state: authentik\n", with: "", maxReplacements: 1)
          .replacing(#/(?m)^# (state(-[a-z]+)*: )/#) { $0.1 }
          .replacing("https://gitlab.example.com", with: "http://127.0.0.1:\(port)")
        try workspace.write(text, to: "flowform.yaml")
        var flowform = workspace.flowform
        flowform.variables["FLOWFORM_STATE_USERNAME"] = TeamServer.user
        flowform.variables["FLOWFORM_STATE_PASSWORD"] = TeamServer.password
        let apply = try await flowform("apply", "--yes")
        #expect(apply.status == 0 && !apply.error.contains("warning"), "\(apply.error)")
        #expect(server.requests.first == .lock && server.lock == nil)
        #expect(try server.json["resources"]?.map?.isEmpty == false)
        #expect(!workspace.exists("flowform.state.json"))
      }
    }
  }
}
