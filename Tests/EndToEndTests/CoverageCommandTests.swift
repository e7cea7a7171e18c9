import Catalog
import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Sandbox
import TestSupport
import Testing

/// `flowform coverage` tells which live objects no blueprint describes.
struct CoverageCommandTests {
  private static func coverage(
    _ workspace: Workspace, _ options: String..., status: Int32 = 0,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws -> Value {
    let run = try await workspace.flowform.run(["coverage", "--format", "json"] + options)
    #expect(run.status == status, "\(run.error)\(run.output)", sourceLocation: sourceLocation)
    let schema = try await workspace.flowform("schema", "--of", "coverage")
    let document = try JSONReader.read(run.output)
    let problems = SchemaCheck.problems(document, try JSONReader.read(schema.output))
    #expect(problems == [], sourceLocation: sourceLocation)
    return document
  }

  private static func missing(_ document: Value) -> [String: [String]] {
    (document["kinds"]?.list ?? []).reduce(into: [:]) { missing, kind in
      let names = (kind["missing"]?.list ?? []).compactMap { $0["name"]?.string }
      if !names.isEmpty { missing[kind["model"]?.string ?? ""] = names }
    }
  }

  private static func command(_ document: Value, _ model: String) -> [String] {
    let kind = (document["kinds"]?.list ?? []).first { $0["model"]?.string == model }
    return (kind?["missing"]?.list ?? []).compactMap { $0["command"]?.string }
  }

  private static let set = """
    version: 1
    entries:
      - model: authentik_flows.flow
        id: flow
        identifiers: {slug: login}
        attrs: {name: Login, title: Login, designation: authentication}
      - model: authentik_stages_deny.denystage
        id: stage
        identifiers: {name: deny}
      - model: authentik_flows.flowstagebinding
        identifiers: {target: !KeyOf flow, stage: !KeyOf stage, order: 0}
      - model: authentik_core.group
        identifiers: {name: staff}

    """

  @Test func whatABlueprintDescribesIsCovered() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(Self.set)
      let document = try await Self.coverage(workspace, "--detailed-exitcode")
      #expect(document["summary"] == ["described": 4, "missing": 0, "leftOver": 0])
      #expect(document["complete"] == true)
      #expect(Self.missing(document).isEmpty)
      let text = try await workspace.flowform("coverage", "--detailed-exitcode")
      #expect(text.status == 0)
      #expect(text.output.contains("all 4 objects are described"), "\(text.output)")
      // People are told, and do not count.
      #expect(text.output.contains("Not counted: 4 people"), "\(text.output)")
      try await workspace.expectSettled()
    }
  }

  /// Whatever a plan would compare with an object describes it: other values, a primary key, a look-up.
  @Test func anEntryDescribesWhatAPlanComparesItWith() async throws {
    try await Workspace.with { workspace in
      let flow = try await workspace.create([
        "name": "L", "slug": "login", "title": "T", "designation": "authorization",
      ])
      try await workspace.add(["name": "deny"], to: "/stages/deny/")
      let group = try await workspace.add(["name": "staff"], to: "/core/groups/")
      let gone = try await workspace.add(["name": "unwanted"], to: "/core/groups/")
      try await workspace.add(
        ["target": flow["pk"] ?? .null, "group": group["pk"] ?? .null, "order": 0], to: "/policies/bindings/")
      try workspace.write(
        """
        version: 1
        entries:
          - model: authentik_flows.flow
            identifiers: {pk: \(flow["pk"]?.string ?? "")}
            attrs: {name: Other, slug: login, title: Other, designation: authentication}
          - model: authentik_stages_deny.denystage
            identifiers: {name: deny}
          - model: authentik_policies.policybinding
            identifiers:
              target: !Find [authentik_flows.flow, [slug, login]]
              group: !Find [authentik_core.group, [name, staff]]
              order: 0
          - model: authentik_core.group
            state: absent
            identifiers: {name: unwanted}
          - model: authentik_core.group
            conditions: [false]
            identifiers: {name: staff}
        """)
      workspace.sandbox.requests.reset()
      let document = try await Self.coverage(workspace, "--detailed-exitcode", status: 2)
      #expect(workspace.writes.isEmpty)
      #expect(document["summary"] == ["described": 3, "missing": 2, "leftOver": 0])
      #expect(Self.missing(document) == ["authentik_core.group": ["staff", "unwanted"]])
      #expect(gone["pk"] != nil)
    }
  }

  @Test func eachObjectIsNamedWithTheNarrowestExport() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(Self.set)
      let flow = try await workspace.create([
        "name": "Old", "slug": "old", "title": "T", "designation": "authorization",
      ])
      let prompt = try await workspace.add(
        ["name": "field", "field_key": "f", "label": "F", "type": "text"], to: "/stages/prompt/prompts/")
      let stage = try await workspace.add(
        ["name": "ask", "fields": [prompt["pk"] ?? .null]], to: "/stages/prompt/stages/")
      try await workspace.add(
        ["target": flow["pk"] ?? .null, "stage": stage["pk"] ?? .null, "order": 10], to: "/flows/bindings/")
      try await workspace.add(["name": "unbound"], to: "/stages/deny/")
      let provider = try await workspace.add(
        [
          "name": "Grafana", "authorization_flow": flow["pk"] ?? .null,
          "invalidation_flow": flow["pk"] ?? .null, "redirect_uris": [],
        ], to: "/providers/oauth2/")
      try await workspace.add(
        ["name": "Grafana", "slug": "grafana", "provider": provider["pk"] ?? .null], to: "/core/applications/"
      )
      let document = try await Self.coverage(workspace, "--detailed-exitcode", status: 2)
      let old = ["flowform export --flow old"]
      #expect(Self.command(document, "authentik_flows.flow") == old)
      #expect(Self.command(document, "authentik_stages_prompt.promptstage") == old)
      #expect(Self.command(document, "authentik_stages_prompt.prompt") == old)
      #expect(Self.command(document, "authentik_flows.flowstagebinding") == old)
      let application = ["flowform export --application grafana"]
      #expect(Self.command(document, "authentik_core.application") == application)
      #expect(Self.command(document, "authentik_providers_oauth2.oauth2provider") == application)
      #expect(
        Self.command(document, "authentik_stages_deny.denystage")
          == ["flowform export --only authentik_stages_deny.denystage"])
      let limited = try await Self.coverage(workspace, "--only", "authentik_stages_deny.denystage")
      #expect(Self.missing(limited) == ["authentik_stages_deny.denystage": ["unbound"]])
      for format in ["text", "markdown", "github"] {
        let run = try await workspace.flowform("coverage", "--format", format)
        #expect(run.status == 0, "\(run.error)")
        #expect(run.output.contains("flowform export --flow old"), "\(run.output)")
        #expect(run.output.contains("unbound"), "\(run.output)")
      }
      // What the command writes is covered afterwards.
      let export = try await workspace.flowform("export", "--flow", "old", "--out", "blueprints/old.yaml")
      #expect(export.status == 0, "\(export.error)")
      let after = try await Self.coverage(workspace)
      #expect(
        Self.missing(after).keys.sorted() == [
          "authentik_core.application", "authentik_providers_oauth2.oauth2provider",
          "authentik_stages_deny.denystage",
        ])
      #expect(try await workspace.flowform("plan", "--detailed-exitcode").status == 0)
    }
  }

  @Test func whatOnlyTheStateKnowsIsLeftOver() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(Self.set)
      try workspace.write(Self.set.components(separatedBy: "  - model: authentik_core.group")[0])
      let document = try await Self.coverage(workspace, "--detailed-exitcode", status: 2)
      #expect(document["summary"] == ["described": 3, "missing": 0, "leftOver": 1])
      #expect(
        document["leftOver"] == [
          ["address": "authentik_core.group[name=staff]", "source": "blueprints/flows.yaml"]
        ])
      #expect(
        try await workspace.flowform("plan", "--prune").output.contains("authentik_core.group[name=staff]"))
    }
  }

  /// Nothing of a server right after its set-up is the user's.
  @Test(
    .needsSharedMaterial, arguments: [("2026.5", EmbeddedCatalog.v2026_5_rc1), ("2024.8", .v2024_8)])
  func aNewServerHasNothingToDescribe(
    _ recorded: (version: String, embedded: EmbeddedCatalog)
  ) async throws {
    var configuration = SandboxConfiguration()
    configuration.version = recorded.embedded
    let lists = try SharedMaterial.files(below: "recordings/\(recorded.version)/live", ending: ".json")
      .map { try JSONReader.read(SharedMaterial.bytes($0)) }
    let catalog = try recorded.embedded.load()
    try await Workspace.with(configuration) { workspace in
      for list in lists where catalog.kind(list["model"]?.string ?? "") != nil {
        try await workspace.sandbox.add(list["results"]?.list ?? [], model: list["model"]?.string ?? "")
      }
      try workspace.write("version: 1\nentries: []\n")
      let document = try await Self.coverage(workspace, "--detailed-exitcode")
      #expect(Self.missing(document).isEmpty)
      let apart = (document["notCounted"]?.list ?? []).reduce(into: [String: Int]()) {
        $0[$1["reason"]?.string ?? "", default: 0] += $1["count"]?.integer ?? 0
      }
      #expect(apart["managed", default: 0] > 20 && apart["shipped", default: 0] > 60, "\(apart)")
      // akadmin, whom authentik ships, is counted before.
      #expect(apart["people"] == 4)
      // A change by hand to a flow that authentik ships does count.
      let flows = try await workspace.objects("/flows/instances/?slug=default-authentication-flow")
      let stage = try await workspace.add(["name": "mine"], to: "/stages/deny/")
      try await workspace.add(
        ["target": flows.first?["pk"] ?? .null, "stage": stage["pk"] ?? .null, "order": 90],
        to: "/flows/bindings/")
      let changed = try await Self.coverage(workspace)
      let command = ["flowform export --flow default-authentication-flow"]
      #expect(Self.command(changed, "authentik_stages_deny.denystage") == command)
      #expect(Self.command(changed, "authentik_flows.flowstagebinding") == command)
    }
  }

  @Test func eachListIsReadOnceInPagesOfAHundred() async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(250))
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      workspace.sandbox.requests.reset()
      let document = try await Self.coverage(workspace)
      #expect(document["summary"]?["described"] == 250)
      let lists = workspace.reads.filter {
        !$0.hasPrefix("/api/v3/admin/") && !$0.hasPrefix("/api/v3/schema/")
      }
      #expect(Set(lists).count == lists.count, "nothing is read twice")
      #expect(lists.count { $0.hasPrefix("/api/v3/flows/instances/") } == 3)
      let catalog = try EmbeddedCatalog.newest.load()
      // A page of each kind, two more of the flows, and the token's own user.
      #expect(lists.count <= catalog.kinds.count(where: \.canList) + 3)
      #expect(workspace.writes.isEmpty)
    }
  }

  @Test func whatTheTokenMayNotViewMakesTheResultIncomplete() async throws {
    var configuration = SandboxConfiguration()
    let catalog = try configuration.version.load()
    configuration.tokens.append(
      SandboxToken(
        token: "few", username: "few",
        permissions: Set(
          catalog.kinds.filter { $0.model != "authentik_core.group" }.map { $0.permission("view") })))
    try await Workspace.with(configuration) { workspace in
      try await workspace.apply(Self.set)
      let few = workspace.flowform(token: "few")
      let run = try await few("coverage", "--detailed-exitcode")
      #expect(run.status == 1)
      #expect(run.error.contains("lacks authentik_core.view_group"), "\(run.error)")
      #expect(run.error.contains("is not a superuser"), "\(run.error)")
      #expect(run.output.contains("all 3 objects are described"), "\(run.output)")
      #expect(try await few("coverage", "--only", "authentik_flows.flow").status == 0)
      let json = try JSONReader.read(try await few("coverage", "--format", "json").output)
      #expect(json["complete"] == false)
    }
  }

  @Test func mistakesAreToldAndWrongUseIsRefused() async throws {
    try await Workspace.with { workspace in
      try workspace.write("version: 2\n")
      #expect(try await workspace.flowform("coverage").status == 1)
      try workspace.write(Self.set)
      let unknown = try await workspace.flowform("coverage", "--only", "authentik_flows.flwo")
      #expect(unknown.status == 64)
      #expect(unknown.error.contains("did you mean"), "\(unknown.error)")
      #expect(try await workspace.flowform("coverage", "--read", "probe").status == 64)
      #expect(try await workspace.flowform("coverage", "--format", "html").status == 64)
    }
  }
}
