import Blueprints
import Catalog
import Model
import OrderedCollections
import Testing

/// Fields without an effect are reported, with the true reason.
@Suite struct IgnoredFieldTests {
  private static func lines(
    _ model: String, _ identifiers: String, _ attrs: String, _ version: EmbeddedCatalog = .v2026_5_rc1
  ) throws -> [String] {
    let text = "entries:\n- model: \(model)\n  identifiers: {\(identifiers)}\n  attrs:\n    \(attrs)\n"
    let desired = try BlueprintText.desired(text, version: version)
    #expect(try BlueprintText.desired(text, isStrict: true, version: version).diagnostics.hasErrors)
    return BlueprintText.lines(desired.diagnostics).split(separator: "\n").map(String.init)
      .filter { !$0.contains(" lacks ") }
  }

  @Test(
    arguments: [
      (
        "authentik_core.group", "num_pk: 5", "`num_pk` is read-only in authentik 2026.5.0-rc1; it is not sent"
      ),
      ("authentik_core.group", "pk: x", "`pk` is read-only in authentik 2026.5.0-rc1; it is not sent"),
      (
        "authentik_core.group", "parent: x",
        "`parent` exists up to authentik 2025.10; it is ignored in 2026.5.0-rc1"
      ),
      (
        "authentik_core.group", "is_superusr: true",
        "unknown field `is_superusr`; did you mean `is_superuser`?"
      ),
      ("authentik_core.group", "zzz: true", "unknown field `zzz`; the server ignores it"),
      (
        "authentik_endpoints_connectors_agent.enrollmenttoken", "key: x",
        "only authentik's own importer can set `key`; the API cannot, so it has no effect here"
      ),
      (
        "authentik_sources_oauth.oauthsource",
        "{oidc_well_known_url: https://x, authorization_url: https://y}",
        "`authorization_url` has no effect while `oidc_well_known_url` is set: the server replaces it with its own value"
      ),
    ] as [(String, String, String)])
  func isSaidWithTheReason(model: String, attr: String, message: String) throws {
    let lines = try Self.lines(model, "name: x", attr)
    #expect(lines.count == 1 && lines.first?.hasPrefix("warning 5:") == true, "\(lines)")
    #expect(lines.first?.hasSuffix(message) == true, "\(lines)")
  }

  @Test(
    arguments: [
      ("intent: api,", "`intent` is `api`"), ("", "`intent` is `api`, its default"),
      ("intent: app_password,", nil),
    ] as [(String, String?)], EmbeddedCatalog.recorded)
  func theExpiryOfAnAPITokenIsTheServersOwn(_ token: (String, String?), version: EmbeddedCatalog) throws {
    let (intent, reason) = token
    let text =
      "entries:\n- model: authentik_core.token\n  identifiers: {identifier: x}\n  attrs: {\(intent) expires: 2031-01-01T00:00:00Z}\n"
    let found = try BlueprintText.desired(text, version: version).diagnostics
    let expected = reason.map {
      "`expires` has no effect while \($0): the server replaces it with its own value"
    }
    #expect(found.map(\.message) == [expected].compactMap { $0 })
  }

  /// Runs over every such name of every kind and version.
  @Test(arguments: EmbeddedCatalog.recorded)
  func whatOnlyTheImporterSetsIsSaid(version: EmbeddedCatalog) throws {
    var count = 0
    for kind in try version.load().kinds {
      for name in kind.importerOnly {
        let lines = try Self.lines(kind.model, "\(kind.writableFields[0].name): x", "\(name): x", version)
        #expect(lines.contains { $0.contains("only authentik's own importer can set `\(name)`") }, "\(lines)")
        count += 1
      }
    }
    #expect(count >= 2)
  }

  /// Runs over every field of every kind that only the other version has.
  @Test(arguments: [(EmbeddedCatalog.v2024_8, EmbeddedCatalog.v2026_5_rc1), (.v2026_5_rc1, .v2024_8)])
  func theVersionThatKnowsAFieldIsNamed(version: EmbeddedCatalog, other: EmbeddedCatalog) throws {
    let (catalog, known) = (try version.load(), try other.load())
    var count = 0
    for kind in known.kinds {
      guard let own = catalog.kind(kind.model) else {
        // A kind that only appears inside another answer has no endpoint in any version.
        guard !catalog.modelsWithoutEndpoint.contains(kind.model) else { continue }
        let text = "entries:\n- {model: \(kind.model), identifiers: {name: x}}\n"
        let found = try BlueprintText.desired(text, version: version).diagnostics
        let start = "the model `\(kind.model)` exists \(version == .v2024_8 ? "from" : "up to") authentik "
        #expect(found.count == 1 && found[0].message.hasPrefix(start), "\(found)")
        continue
      }
      for field in kind.writableFields
      where own.field(field.name) == nil && !own.importerOnly.contains(field.name) {
        let text =
          "entries:\n- model: \(kind.model)\n  identifiers: {\(own.writableFields[0].name): x}\n  attrs:\n    \(field.name): x\n"
        let found = try BlueprintText.desired(text, version: version).diagnostics
        let start = "`\(field.name)` exists \(version == .v2024_8 ? "" : "up to authentik ")"
        let told = found.filter {
          $0.message.hasPrefix(start) && $0.message.hasSuffix("; it is ignored in \(catalog.version)")
        }
        #expect(told.map(\.location?.line) == [5], "\(kind.model): \(found)")
        count += 1
      }
    }
    #expect(count > 5)
  }

  @Test func theContextOfAnotherBlueprintIsItsOwn() throws {
    let text = """
      entries:
      - model: authentik_blueprints.metaapplyblueprint
        attrs:
          identifiers: {name: x}
          required: false
          context: {a: b}
          requird: true

      """
    #expect(
      BlueprintText.lines(try BlueprintText.desired(text).diagnostics) == """
        warning 6:5 `context` of a metaapplyblueprint has no effect, not even in authentik: the other blueprint is applied with its own context; set values with --context
        warning 7:5 unknown field `requird` of a metaapplyblueprint has no effect; did you mean `required`?
        note 2:3 the blueprint `x` must be applied first, but is not among the files

        """)
    #expect(try BlueprintText.desired(text, isStrict: true).diagnostics.hasErrors)
  }
}
