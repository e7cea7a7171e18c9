import Catalog
import EndToEndSupport
import FlowformCommands
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import TestSupport
import Testing

/// Pictures of what is on a server.
struct LiveGraphTests {
  private static let examples = ProjectRoot.url.appending(path: "blueprints").path

  /// The flows of a picture, without the numbers that say where each stands.
  private static func flows(_ mermaid: String) -> [String] {
    let body = mermaid.firstRange(of: "\n  classDef").map { mermaid[..<$0.lowerBound] } ?? mermaid[...]
    return body.split(separator: "\n  subgraph ").dropFirst()
      .map { $0.replacing(/\bf[0-9]+(?=start|end|denied|s[0-9]|\[)/, with: "f") }.map(String.init).sorted()
  }

  private static func with(
    _ configuration: SandboxConfiguration = SandboxConfiguration(), _ paths: [String] = [examples],
    _ body: @escaping @Sendable (Workspace) async throws -> Void
  ) async throws {
    try await Workspace.with(configuration) { workspace in
      let apply = try await workspace.flowform.run(["apply", "--yes"] + paths)
      #expect(apply.status == 0, "\(apply.error)")
      workspace.sandbox.requests.reset()
      try await body(workspace)
      #expect(workspace.writes.isEmpty)
    }
  }

  @Test func theServerHasTheFlowsOfTheBlueprints() async throws {
    try await Self.with { workspace in
      let described = try await workspace.flowform("graph", Self.examples)
      let flows = Self.flows(described.output)
      #expect(flows.count > 5 && Set(flows).count == flows.count)
      let live = try await workspace.flowform("graph", "--live")
      #expect(live.status == 0, "\(live.error)")
      #expect(
        Self.flows(live.output).filter { !$0.contains("[\"default-") }
          == flows.filter { !$0.contains("[\"default-") })
      let one = try await workspace.flowform("graph", "--live", "--flow", "acme-login")
      #expect(Self.flows(one.output) == flows.filter { $0.contains("[\"acme-login ") })
      let offline = try await workspace.flowform("graph", Self.examples, "--flow", "acme-login")
      #expect(Self.flows(offline.output) == Self.flows(one.output))
      #expect(Self.flows(offline.output).count == 1)
    }
  }

  /// authentik's own blueprints, applied by flowform: the pictures of both ends are the same.
  @Test(.needsSharedMaterial, arguments: ["2024.8", "2025.10", "2026.2"])
  func authentiksDefaultsAreDrawnAlike(_ version: String) async throws {
    var configuration = SandboxConfiguration()
    configuration.version = try EmbeddedCatalog.named(version)
    let files = SharedMaterial.files(below: "authentik/\(version)/blueprints/default", ending: ".yaml")
      .map { "\(SharedMaterial.path)/\($0)" }
    try await Self.with(configuration, files) { workspace in
      let described = try await workspace.flowform.run(["graph", "--server-version", version] + files)
      #expect(described.status == 0, "\(described.error)")
      let live = try await workspace.flowform("graph", "--live")
      #expect(live.status == 0, "\(live.error)")
      #expect(Self.flows(live.output).count >= 13)
      #expect(Self.flows(live.output) == Self.flows(described.output))
      let slug = "default-authentication-flow"
      let one = try await workspace.flowform("graph", "--live", "--flow", slug)
      #expect(Self.flows(one.output) == Self.flows(live.output).filter { $0.contains("[\"\(slug) ") })
      #expect(Self.flows(one.output).count == 1)
    }
  }

  /// What a real server held is drawn from its own answers.
  @Test(.needsSharedMaterial, arguments: [("2024.8", EmbeddedCatalog.v2024_8), ("2026.5", .v2026_5_rc1)])
  func aRealServerIsDrawn(_ recorded: (version: String, embedded: EmbeddedCatalog)) async throws {
    var configuration = SandboxConfiguration()
    configuration.version = recorded.embedded
    let lists = try SharedMaterial.files(below: "recordings/\(recorded.version)/live", ending: ".json")
      .map { try JSONReader.read(SharedMaterial.bytes($0)) }
    let catalog = try recorded.embedded.load()
    try await Workspace.with(configuration) { workspace in
      for list in lists where catalog.kind(list["model"]?.string ?? "") != nil {
        try await workspace.sandbox.add(list["results"]?.list ?? [], model: list["model"]?.string ?? "")
      }
      let live = try await workspace.flowform("graph", "--live")
      #expect(live.status == 0, "\(live.error)")
      Snapshot.expect(Self.flows(live.output).joined(separator: "\n\n"), "real-\(recorded.version)")
    }
  }

  /// The lists that were read since the log was last reset; it is reset again.
  private static func lists(_ workspace: Workspace) -> [String] {
    let reads = workspace.reads.filter { !$0.hasPrefix("/api/v3/admin/version/") }
    workspace.sandbox.requests.reset()
    return reads.sorted()
  }

  @Test func readsOnlyTheListsThatItNeeds() async throws {
    try await Self.with { workspace in
      let flows = ["/flows/bindings/", "/flows/instances/", "/policies/bindings/"].map { "/api/v3" + $0 }
      for (options, paths) in [
        ([], flows), (["--flow", "acme-login"], flows),
        (["--flow", "acme-login", "--flow", "acme-recovery"], [flows[0]] + flows),
        (
          ["--of", "access"],
          [
            "/core/applications/", "/core/users/me/", "/flows/instances/", "/policies/bindings/",
            "/providers/all/",
          ]
          .map { "/api/v3" + $0 }
        ),
      ] {
        let graph = try await workspace.flowform.run(["graph", "--live"] + options)
        #expect(graph.status == 0, "\(graph.error)")
        let lists = Self.lists(workspace)
        let read = lists.map { String($0.prefix { $0 != "?" }) }
        #expect(read == paths, "\(lists)")
        guard options.first == "--flow" else { continue }
        // Of some flows, nothing of the others is read, but the first page of flows may hold several of them.
        let filters = ["?slug=", "?target=", "?target_in="]
        let whole = lists.filter { list in !filters.contains { list.contains($0) } }
        #expect(whole.count == (options.count > 2 ? 1 : 0), "\(lists)")
      }
    }
  }

  private static let access = """
    version: 1
    entries:
      - {model: authentik_core.group, id: staff, identifiers: {name: "staff, all"}}
      - {model: authentik_core.user, id: ada, identifiers: {username: ada}, attrs: {name: Ada L.}}
      - {model: authentik_policies_expression.expressionpolicy, id: hours, identifiers: {name: office-hours}, attrs: {expression: return True}}
      - {model: authentik_flows.flow, id: consent, identifiers: {slug: acme-consent}, attrs: {name: C, title: C, designation: authorization}}
      - {model: authentik_flows.flow, id: logout, identifiers: {slug: acme-logout}, attrs: {name: L, title: L, designation: invalidation}}
      - model: authentik_providers_oauth2.oauth2provider
        id: provider
        identifiers: {name: wiki-oauth}
        attrs: {authorization_flow: !KeyOf consent, invalidation_flow: !KeyOf logout, redirect_uris: []}
      - model: authentik_providers_ldap.ldapprovider
        id: ldap
        identifiers: {name: wiki-ldap}
        attrs: {authorization_flow: !KeyOf consent, invalidation_flow: !KeyOf logout, base_dn: "dc=wiki"}
      - model: authentik_providers_saml.samlprovider
        identifiers: {name: unused}
        attrs: {authorization_flow: !KeyOf consent, invalidation_flow: !KeyOf logout, acs_url: https://a.example}
      - model: authentik_core.application
        id: wiki
        identifiers: {slug: wiki}
        attrs: {name: Wiki, provider: !KeyOf provider, backchannel_providers: [!KeyOf ldap], policy_engine_mode: all}
      - {model: authentik_core.application, id: chat, identifiers: {slug: chat}, attrs: {name: Chat}}
      - {model: authentik_core.application, id: shop, identifiers: {slug: shop}, attrs: {name: Shop}}
      - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf wiki, group: !KeyOf staff, order: 0}}
      - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf wiki, policy: !KeyOf hours, order: 1}, attrs: {negate: true}}
      - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf wiki, user: !KeyOf ada, order: 2}}
      - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf shop, group: !KeyOf staff, order: 0}, attrs: {enabled: false}}
    """

  @Test(arguments: ["mermaid", "svg"]) func accessIsDrawnAlike(_ format: String) async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(Self.access)
      let described = try await workspace.flowform("graph", "--of", "access", "--format", format)
      #expect(described.status == 0, "\(described.error)")
      let live = try await workspace.flowform("graph", "--of", "access", "--live", "--format", format)
      #expect(live.status == 0 && live.error.isEmpty, "\(live.error)")
      #expect(live.output == described.output)
      if format == "mermaid" { Snapshot.expect(live.output, "access") }
    }
  }

  @Test func thePageNamesItsServer() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(Self.access)
      let page = try await workspace.flowform("graph", "--of", "access", "--live", "--format", "html")
      #expect(page.output.contains("<code>\(workspace.url)</code>"), "\(page.output)")
      #expect(page.output.contains(">Who may open what</h2>"))
      #expect(page.output.contains("3 applications, 2 of them open to everybody."))
      #expect(page.output.contains("As the server says."))
      let few = try await workspace.flowform("graph", "--of", "access", "--format", "html")
      #expect(few.output.contains("As the blueprints say;"))
    }
  }

  /// What the token may not view is named, and the rest is drawn.
  @Test func whatTheTokenMayNotViewIsNamed() async throws {
    var configuration = SandboxConfiguration()
    for (name, permissions) in [
      ("stages", ["flows.view_flow", "policies.view_policybinding"]),
      ("applications", ["core.view_application", "core.view_provider", "flows.view_flow"]), ("none", []),
    ] {
      configuration.tokens.append(
        SandboxToken(token: name, username: name, permissions: Set(permissions.map { "authentik_" + $0 })))
    }
    try await Workspace.with(configuration) { workspace in
      try await workspace.apply(Self.access)
      let flows = try await workspace.flowform(token: "stages")("graph", "--live")
      #expect(flows.status == 0 && flows.output.contains("acme-consent"), "\(flows.error)")
      #expect(
        flows.error.contains("the token lacks authentik_flows.view_flowstagebinding, so"), "\(flows.error)")
      let access = try await workspace.flowform(token: "applications")("graph", "--live", "--of", "access")
      #expect(access.status == 0 && access.output.contains("Chat"), "\(access.error)")
      #expect(
        access.error.contains("the token lacks authentik_policies.view_policybinding"), "\(access.error)")
      #expect(access.error.contains("the token's user is not a superuser"), "\(access.error)")
      #expect(
        !access.output.contains("everybody") && access.output.contains("not known here"), "\(access.output)")
      for subject in ["flows", "access"] {
        let nothing = try await workspace.flowform(token: "none")("graph", "--live", "--of", subject)
        #expect(nothing.status == 1 && nothing.output.isEmpty)
        #expect(nothing.error.contains("so there is nothing to draw"), "\(nothing.error)")
      }
    }
  }

  @Test(arguments: [
    (
      ["--live", "--flow", "acme-lgoin"], "the server has no flow `acme-lgoin`", "did you mean `acme-login`?"
    ),
    (
      ["--flow", "acme-lgoin", "EXAMPLES"], "the blueprints have no flow `acme-lgoin`",
      "did you mean `acme-login`?"
    ),
    (
      ["--live", "--flow", "acme-login", "--flow", "nothing-alike"], "no flow `nothing-alike`",
      "known flows: acme-"
    ),
  ])
  func anUnknownFlowIsNamed(_ options: [String], _ what: String, _ advice: String) async throws {
    try await Self.with { workspace in
      let graph = try await workspace.flowform.run(
        ["graph"] + options.map { $0 == "EXAMPLES" ? Self.examples : $0 })
      #expect(graph.status == 1 && graph.output.isEmpty)
      #expect(graph.error.contains(what) && graph.error.contains(advice), "\(graph.error)")
    }
  }

  /// The options that a picture of a server takes; it refuses all others, so that a new one is not ignored.
  private static let taken: Set<String> = [
    "--of", "--format", "--live", "--flow", "--out", "--target", "--server-version", "--quiet", "--no-color",
    "--help", "--version", "--url", "--token-file", "--sandbox", "--header", "--insecure", "--ca-file",
    "--client-cert", "--client-key", "--timeout", "--wait", "--parallelism", "--offline", "--read",
  ]

  /// The options that a picture of blueprints takes.
  private static let takenOffline: Set<String> = [
    "--of", "--format", "--flow", "--plan", "--out", "--target", "--server-version", "--quiet", "--no-color",
    "--help", "--version", "--only", "--strict", "--context", "--context-file", "--allow-file-root",
    "--no-file",
    "--no-env", "--env-allow", "--env-show", "--schema", "--live",
  ]

  @Test(arguments: [true, false]) func eachPictureRefusesTheOptionsOfTheOther(isLive: Bool) async throws {
    let command = try #require(try CommandDescription.root().all.first { $0.name == "flowform graph" })
    let taken = isLive ? Self.taken : Self.takenOffline
    let values = [
      "--context": "a=b", "--read": "list", "--timeout": "3", "--wait": "3", "--parallelism": "2",
    ]
    let options = command.arguments.filter { argument in
      !argument.names.isEmpty && !argument.names.contains { taken.contains($0) }
    }
    #expect(options.count > 8)
    try await Workspace.with { workspace in
      for option in options {
        let name = try #require(option.names.last)
        let line =
          ["graph"] + (isLive ? ["--live"] : []) + [name]
          + (option.value == nil ? [] : [values[name] ?? "a"])
        let graph = try await workspace.flowform.run(line)
        #expect(graph.status == 64 && graph.error.contains(name), "\(line): \(graph.error)")
      }
    }
  }

  @Test(arguments: [
    (["--live", "blueprints"], "it does not take paths"), (["--live", "--plan", "p.json"], "use one"),
    (["--live", "--only", "a"], "it does not take --only"), (["--live", "--strict"], "--strict"),
    (["--live", "--context", "a=b"], "--context"), (["--live", "--no-env"], "--no-env"),
    (["--live", "--schema", "a.json"], "--schema"), (["--live", "--read", "probe"], "--read probe"),
    (["--sandbox"], "--sandbox is for a server; add --live"),
    (["--url", "http://a"], "--url is for a server"),
    (["--timeout", "3"], "--timeout is for a server"), (["--wait", "3"], "--wait is for a server"),
    (["--of", "access", "--flow", "a"], "use one"),
  ])
  func whatMakesNoSenseTogetherIsRefused(_ options: [String], _ reason: String) async throws {
    try await Workspace.with { workspace in
      let graph = try await workspace.flowform.run(["graph"] + options)
      #expect(graph.status == 64 && graph.output.isEmpty, "\(graph.output)")
      #expect(graph.error.contains(reason), "\(graph.error)")
      #expect(workspace.sandbox.requests.entries.isEmpty)
    }
  }
}
