import Catalog
import EndToEndSupport
import Model
import OperationsSupport
import OrderedCollections
import Remote
import Sandbox
import Testing

/// `flowform export --target staging | flowform apply --target production -`: an export of one server applied to another one,
/// of the same version or of another one.
struct BetweenServersTests {
  struct Move: Sendable, CustomTestStringConvertible {
    let source: EmbeddedCatalog
    let target: EmbeddedCatalog
    /// The number of kinds that the source has.
    let kinds: Int

    var testDescription: String { "\(source.name) to \(target.name)" }
  }

  static let moves = [
    Move(source: .v2026_5_rc1, target: .v2026_5_rc1, kinds: 97),
    Move(source: .v2026_5_rc1, target: .v2024_8, kinds: 97),
    Move(source: .v2024_8, target: .v2026_5_rc1, kinds: 69),
  ]

  private static func variables(of export: String) -> [String: String] {
    Dictionary(export.matches(of: /!Env (\w+)/).map { (String($0.1), "a-secret") }) { $1 }
  }

  private static let mappings = "/propertymappings/provider/scope/"

  @Test(arguments: moves)
  func everyKindMoves(_ move: Move) async throws {
    let (export, notes, shipped) = try await Workspace.with(move.source.configuration) { workspace in
      let kinds = ServedKinds(try move.source.load(), move.source)
      let made = try await EdgeObjects(workspace: workspace, kinds: kinds, flag: true).fill()
      #expect(made.count == move.kinds, "\(made.count)")
      if move.target == .v2024_8 {
        // They need a licence there.
        for provider in try await workspace.objects("/providers/rac/") {
          _ = try await workspace.outside { client in
            try await client.write(
              APIRequest(.delete, "/providers/rac/\(provider["pk"]?.integer ?? 0)/"))
          }
        }
      }
      let options = move.source == move.target ? [] : ["--for-version", move.target.name]
      let export = try await workspace.flowform.run(["export", "--secrets-from-env"] + options)
      #expect(export.status == 0, "\(export.error)")
      return (export.output, export.error, try await Self.shipped(on: workspace))
    }
    #expect(export.split(separator: "\n").count { $0.contains("- model:") } > 60)
    try await Workspace.with(move.target.configuration) { workspace in
      for mapping in shipped { _ = try? await workspace.add(mapping, to: Self.mappings) }
      // What the blueprints of a new server create.
      for slug in ["default-invalidation-flow", "default-provider-invalidation-flow"] {
        _ = try await workspace.create([
          "name": "I", "slug": .string(slug), "title": "I", "designation": "invalidation",
        ])
      }
      var flowform = workspace.flowform
      flowform.variables.merge(Self.variables(of: export)) { $1 }
      let apply = try await flowform("apply", "--yes", "--on-failure", "continue", "-", input: export)
      #expect(apply.status == 0, "\(apply.error)\n=== \(notes)")
      let plan = try await flowform("plan", "--detailed-exitcode", "-", input: export)
      #expect(plan.status == 0, "\(plan.output)\(plan.error)")
    }
  }

  private static func shipped(on workspace: Workspace) async throws -> [Value] {
    try await workspace.objects(mappings).compactMap { object in
      guard object["managed"]?.string != nil, let fields = object.map else { return nil }
      let sent = ["managed", "name", "expression", "scope_name", "description"]
      return .map(fields.filter { sent.contains($0.key) })
    }
  }

  /// The targets of `flowform.yaml`, as the documentation shows them.
  @Test func theTargetsOfAProjectShareAnExport() async throws {
    try await Workspace.with { staging in
      try await staging.apply(ExportFolderTests.blueprint)
      try await Workspace.with { production in
        let flowform = try staging.flowform(targets: ["staging": staging.url, "production": production.url])
        let export = try await flowform("export", "--target", "staging")
        #expect(export.status == 0, "\(export.error)")
        let apply = try await flowform("apply", "--yes", "--target", "production", "-", input: export.output)
        #expect(apply.status == 0, "\(apply.error)")
        let again = try await flowform("export", "--target", "production")
        #expect(again.output == export.output)
      }
    }
  }

  @Test func certificatesAndSecretsAreNamedWithWhatToDo() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(ExportFolderTests.blueprint)
      try await workspace.sandbox.add(
        [["pk": "5a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a01", "name": "signing", "fingerprint_sha256": ""]],
        model: "authentik_crypto.certificatekeypair")
      let provider = try #require(try await workspace.objects("/providers/oauth2/").first)
      try await workspace.change(
        "/providers/oauth2/\(provider["pk"]?.integer ?? 0)/",
        ["signing_key": "5a3f6f04-0f6d-4a57-9a2e-3b7f0f1f8a01"])
      let export = try await workspace.flowform("export", "--application", "grafana")
      #expect(
        export.output.contains("signing_key: !Find [authentik_crypto.certificatekeypair, [name, signing]]"))
      #expect(
        export.error.contains(
          "certificates with their keys are not in the export; create or upload them on another server, under the same names, before you apply: signing"
        ), "\(export.error)")
      #expect(
        export.error.contains(
          "set the variable: GRAFANA_CLIENT_SECRET (`client_secret` of authentik_providers_oauth2.oauth2provider Grafana)"
        ), "\(export.error)")
      let quiet = try await workspace.flowform("export", "--application", "grafana", "--quiet")
      #expect(quiet.error.isEmpty)
    }
  }

  /// An export of a newer version that is applied to an older one without `--for-version`, and the other way round.
  @Test func formsThatTheTargetRefusesAreTold() async throws {
    let export = """
      version: 1
      entries:
        - {model: authentik_flows.flow, id: flow, identifiers: {slug: a}, attrs: {name: A, title: A, designation: authorization}}
        - model: authentik_providers_oauth2.oauth2provider
          identifiers: {name: Grafana}
          attrs: {authorization_flow: !KeyOf flow, redirect_uris: "https://grafana.example.com/"}

      """
    try await Workspace.with { workspace in
      let plan = try await workspace.flowform("plan", "-", input: export)
      #expect(plan.status == 1)
      #expect(plan.error.contains("`redirect_uris` is a list of objects"), "\(plan.error)")
      #expect(plan.error.contains("flowform export --for-version 2026.5"), "\(plan.error)")
      #expect(!plan.error.contains("--write"))
    }
  }

  @Test func whatAnOlderVersionLacksIsTold() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(ExportFolderTests.blueprint)
      let export = try await workspace.flowform(
        "export", "--application", "grafana", "--for-version", "2024.8")
      #expect(export.status == 0, "\(export.error)")
      #expect(export.output.contains("redirect_uris: https://grafana.example.com/"), "\(export.output)")
      #expect(
        !export.output.contains("invalidation_flow") && !export.output.contains("applicationentitlement"))
      for reason in [
        "`invalidation_flow` of authentik_providers_oauth2.oauth2provider Grafana is left out, because authentik 2024.8 does not have it",
        "authentik 2024.8 has no authentik_core.applicationentitlement",
      ] { #expect(export.error.contains(reason), "\(export.error)") }
    }
  }

  @Test(arguments: [
    (["--for-version", "1.2"], "check --for-version"),
    (["--for-version", "2024.8", "--out", "blueprints/flows.yaml"], "name another place with --out"),
  ])
  func whatCannotBeAdaptedSaysWhy(_ options: [String], _ reason: String) async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(ExportFolderTests.blueprint)
      let export = try await workspace.flowform.run(["export"] + options)
      #expect(export.status == 64 && export.error.contains(reason), "\(export.error)")
    }
  }
}
