import Catalog
import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import TestSupport
import Testing

/// `flowform export` writes live objects as a blueprint that plans to no changes.
struct ExportCommandTests {
  private static let examples = ProjectRoot.url.appending(path: "blueprints").path

  /// Exports from a server. The export plans to no changes there, and an empty server that applies it exports the same.
  private static func expectRoundTrip(
    _ options: [String], from source: @escaping @Sendable (Workspace) async throws -> Void,
    to target: @escaping @Sendable (Workspace) async throws -> Void = { _ in },
    _ configuration: SandboxConfiguration = SandboxConfiguration()
  ) async throws -> String {
    let first = try await Workspace.with(configuration) { workspace in
      try await source(workspace)
      workspace.sandbox.requests.reset()
      let export = try await workspace.flowform.run(["export"] + options)
      #expect(export.status == 0, "\(export.error)")
      #expect(workspace.writes.isEmpty)
      try workspace.write(export.output)
      let plan = try await workspace.flowform("plan", "--detailed-exitcode", "--format", "json")
      #expect(plan.status == 0, "\(plan.error)\(plan.output)")
      let document = try JSONReader.read(plan.output)
      #expect(document["diagnostics"] == [], "\(JSONWriter.write(document["diagnostics"] ?? .null))")
      return export.output
    }
    let second = try await Workspace.with(configuration) { workspace in
      try await target(workspace)
      try await workspace.apply(first)
      return try await workspace.flowform.run(["export"] + options).output
    }
    #expect(second == first)
    return first
  }

  private static func applyExamples(_ workspace: Workspace) async throws {
    let apply = try await workspace.flowform("apply", "--yes", examples)
    #expect(apply.status == 0, "\(apply.error)")
  }

  @Test func theProjectsOwnExamplesComeBack() async throws {
    let flows = ["acme-login", "acme-enrollment"]
    let text = try await Self.expectRoundTrip(flows.flatMap { ["--flow", $0] }) {
      try await Self.applyExamples($0)
    }
    Snapshot.expect(text, "examples")
  }

  @Test func everythingComesBack() async throws {
    let text = try await Self.expectRoundTrip([]) { try await Self.applyExamples($0) }
    #expect(text.contains("slug: acme-recovery"))
    #expect(!text.contains("!Find"))
  }

  /// All flows of a real server, and all other configuration except the objects that authentik manages itself.
  @Test(
    .needsSharedMaterial, arguments: [("2026.5", EmbeddedCatalog.v2026_5_rc1), ("2024.8", .v2024_8)],
    [true, false])
  func whatARealServerHeldComesBack(
    _ recorded: (version: String, embedded: EmbeddedCatalog), isWhole: Bool
  ) async throws {
    var configuration = SandboxConfiguration()
    configuration.version = recorded.embedded
    let lists = try SharedMaterial.files(below: "recordings/\(recorded.version)/live", ending: ".json")
      .map { try JSONReader.read(SharedMaterial.bytes($0)) }
    let catalog = try recorded.embedded.load()
    let seeds = lists.filter { catalog.kind($0["model"]?.string ?? "") != nil }
    let flows = seeds.filter { $0["model"] == "authentik_flows.flow" }.flatMap { $0["results"]?.list ?? [] }
    let options = isWhole ? [] : flows.compactMap { $0["slug"]?.string }.flatMap { ["--flow", $0] }
    #expect(flows.count > 5)
    let text = try await Self.expectRoundTrip(
      options,
      from: { workspace in
        for list in seeds {
          try await workspace.sandbox.add(list["results"]?.list ?? [], model: list["model"]?.string ?? "")
        }
      },
      to: { workspace in
        // The objects that authentik itself creates on an empty server.
        for list in seeds {
          let isWhole = list["model"] == "authentik_crypto.certificatekeypair"
          let own = (list["results"]?.list ?? [])
            .filter { isWhole || $0["managed"]?.string?.isEmpty == false }
          try await workspace.sandbox.add(own, model: list["model"]?.string ?? "")
        }
      }, configuration)
    #expect(text.components(separatedBy: "- model:").count > 60)
    // No primary key is left in the text.
    let keys = seeds.flatMap { $0["results"]?.list ?? [] }.compactMap { $0["pk"]?.string }
    #expect(keys.filter { text.contains($0) } == [])
  }

  @Test func noSecretIsEverWritten() async throws {
    try await Workspace.with { workspace in
      let flow = try await workspace.create([
        "name": "A", "slug": "a", "title": "A", "designation": "authorization",
      ])
      try await workspace.add(
        [
          "name": "Grafana", "authorization_flow": flow["pk"] ?? .null,
          "invalidation_flow": flow["pk"] ?? .null, "redirect_uris": [], "client_secret": "correct horse",
        ], to: "/providers/oauth2/")
      try await workspace.add(
        ["name": "mail", "password": "battery staple", "username": "u"], to: "/stages/email/")
      let export = try await workspace.flowform("export")
      #expect(export.status == 0, "\(export.error)")
      for text in [export.output, export.error] {
        #expect(!text.contains("correct horse"))
        #expect(!text.contains("battery staple"))
      }
      #expect(
        export.output.contains("# client_secret: !Env GRAFANA_CLIENT_SECRET  (a secret; the server has one"))
      #expect(
        export.output.contains("# password: !Env MAIL_PASSWORD  (the server never shows it)"))
      try workspace.write(export.output)
      #expect(try await workspace.flowform("plan", "--detailed-exitcode").status == 0)
    }
  }

  @Test func whatTheFileDoesNotHoldIsLookedUp() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(
        """
        version: 1
        entries:
          - {model: authentik_flows.flow, id: other, identifiers: {slug: other}, attrs: {name: O, title: O, designation: stage_configuration}}
          - {model: authentik_core.group, id: staff, identifiers: {name: "staff, all"}}
          - {model: authentik_flows.flow, id: flow, identifiers: {slug: mine}, attrs: {name: M, title: M, designation: authentication}}
          - {model: authentik_stages_password.passwordstage, id: stage, identifiers: {name: pw}, attrs: {backends: [authentik.core.auth.InbuiltBackend], configure_flow: !KeyOf other}}
          - {model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf flow, stage: !KeyOf stage, order: 5}}
          - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf flow, group: !KeyOf staff, order: 0}}
        """)
      let export = try await workspace.flowform("export", "--flow", "mine", "--out", "mine.yaml")
      #expect(export.status == 0, "\(export.error)")
      #expect(export.output.isEmpty)
      Snapshot.expect(try workspace.read("mine.yaml"), "outside")
      let plan = try await workspace.flowform("plan", "--detailed-exitcode", "mine.yaml")
      #expect(plan.status == 0, "\(plan.output)\(plan.error)")
    }
  }

  @Test func anExportOfAuthentiksOwnInterfaceIsRewritten() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(ExportedBlueprintTests.export)
      var flowform = workspace.flowform
      flowform.variables = [:]
      let rewritten = try await flowform("export", "--from", "blueprints/flows.yaml")
      #expect(rewritten.status == 0, "\(rewritten.error)")
      #expect(!rewritten.output.contains("5a3f6f04"))
      #expect(!rewritten.output.contains("pk:"))
      Snapshot.expect(rewritten.output, "rewritten")
      try workspace.write(rewritten.output)
      let plan = try await workspace.flowform("plan", "--detailed-exitcode", "--format", "json")
      #expect(plan.status == 0, "\(plan.output)")
      #expect(try JSONReader.read(plan.output)["diagnostics"] == [])
    }
  }

  @Test(arguments: [
    (["--flow", "mihe"], "did you mean `mine`"), (["--from", "nowhere.yaml"], "nowhere.yaml cannot be read"),
    (["--from", "list.yaml"], "has no list of `entries`"),
    (["--from", "a.yaml", "--flow", "a"], "without --flow"),
  ])
  func whatCannotBeExportedSaysWhy(_ options: [String], _ reason: String) async throws {
    try await Workspace.with { workspace in
      _ = try await workspace.create(["name": "M", "slug": "mine", "title": "M", "designation": "recovery"])
      try workspace.write("a: 1\n", to: "list.yaml")
      let export = try await workspace.flowform.run(["export"] + options)
      #expect(export.status == 1 || export.status == 64)
      #expect(export.error.contains(reason), "\(export.error)")
      #expect(export.output.isEmpty)
    }
  }

  @Test func whatTheTokenMayNotReadIsNamed() async throws {
    var configuration = SandboxConfiguration()
    configuration.tokens.append(
      SandboxToken(
        token: "few", username: "few",
        permissions: [
          "authentik_flows.view_flow", "authentik_flows.view_flowstagebinding",
          "authentik_policies.view_policybinding",
        ]))
    try await Workspace.with(configuration) { workspace in
      try await Self.applyExamples(workspace)
      let export = try await workspace.flowform(token: "few")("export", "--flow", "acme-login")
      #expect(export.error.contains("lacks authentik_flows.view_stage"), "\(export.error)")
    }
  }
}
