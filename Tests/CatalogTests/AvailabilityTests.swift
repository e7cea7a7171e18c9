import Catalog
import Testing

struct AvailabilityTests {
  private static func field(_ name: String, of model: String, seenFrom version: String) throws -> String? {
    let catalog = try EmbeddedCatalog.named(version).load()
    return Availability(unlike: catalog) { $0.kind(model)?.field(name) != nil }?.description
  }

  @Test(
    arguments: [
      ("grant_types", "authentik_providers_oauth2.oauth2provider", "2026.2", "since authentik 2026.5"),
      // The release candidate of the same family does not have it yet.
      (
        "grant_types", "authentik_providers_oauth2.oauth2provider", "2026.5.0-rc1", "since authentik 2026.5.8"
      ),
      ("parent", "authentik_core.group", "2026.2", "up to authentik 2025.10"),
      ("parents", "authentik_core.group", "2025.10", "since authentik 2025.12"),
      ("nothing", "authentik_core.group", "2025.10", nil),
    ] as [(String, String, String, String?)])
  func ofAField(name: String, model: String, version: String, expected: String?) throws {
    #expect(try Self.field(name, of: model, seenFrom: version) == expected)
  }

  @Test(arguments: [
    (["2025.4", "2025.6"], "in authentik 2025.4 to 2025.6"), (["2025.4"], "only in authentik 2025.4"),
    (["2024.8"], "up to authentik 2024.8"), (["2024.8", "2026.8"], "since authentik 2026.8"),
  ])
  func ofSomeVersions(names: [String], expected: String) throws {
    let catalog = try EmbeddedCatalog.named("2025.10").load()
    let versions = try names.map { try EmbeddedCatalog.named($0).version }
    #expect(Availability(unlike: catalog) { versions.contains($0.version) }?.description == expected)
  }
}
