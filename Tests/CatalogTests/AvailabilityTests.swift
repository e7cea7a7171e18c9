import Model
import Testing

@testable import Catalog

struct AvailabilityTests {
  private static func field(_ name: String, of model: String, seenFrom version: String) throws -> String? {
    let catalog = try EmbeddedCatalog.named(version).load()
    return Availability(of: model, unlike: catalog) { $0.field(name) != nil }?.description
  }

  @Test(
    arguments: [
      ("grant_types", "authentik_providers_oauth2.oauth2provider", "2026.2", "from authentik 2026.5 on"),
      // The release candidate of the same family does not have it yet.
      (
        "grant_types", "authentik_providers_oauth2.oauth2provider", "2026.5.0-rc1",
        "from authentik 2026.5.8 on"
      ),
      ("parent", "authentik_core.group", "2026.2", "up to authentik 2025.10"),
      ("parents", "authentik_core.group", "2025.10", "from authentik 2025.12 on"),
      ("nothing", "authentik_core.group", "2025.10", nil),
    ] as [(String, String, String, String?)])
  func ofAField(name: String, model: String, version: String, expected: String?) throws {
    #expect(try Self.field(name, of: model, seenFrom: version) == expected)
  }

  @Test(
    arguments: [
      ("authentik_sources_telegram.telegramsource", "2025.8", "from authentik 2025.10 on"),
      ("authentik_rac.nothing", "2025.8", nil),
    ] as [(String, String, String?)])
  func ofAKind(model: String, version: String, expected: String?) throws {
    let catalog = try EmbeddedCatalog.named(version).load()
    #expect(Availability(of: model, unlike: catalog) { _ in true }?.description == expected)
  }

  /// The kinds of a model's history are those of the catalogs.
  @Test func theHistoryIsThatOfTheCatalogs() throws {
    let catalogs = try EmbeddedCatalog.all.map { try $0.load() }
    for model in Set(catalogs.flatMap(\.models)) {
      #expect(
        KindHistory.kinds(model).map { $0?.row } == catalogs.map { $0.kind(model)?.row }, "\(model)")
    }
    #expect(KindHistory.kinds("nothing.known").allSatisfy { $0 == nil })
  }
}
