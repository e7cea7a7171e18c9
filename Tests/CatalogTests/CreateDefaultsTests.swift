import Catalog
import Model
import TestSupport
import Testing

/// A default of a recorded version is none of another version that may differ in it.
struct CreateDefaultsTests {
  @Test(
    arguments: [
      // `other` was the default until 2025.12.2.
      ("2025.10.4", "authentik_sources_kerberos.kerberossource", "kadmin_type", "MIT", false),
      ("2026.5.0-rc1", "authentik_sources_kerberos.kerberossource", "kadmin_type", "MIT", true),
      // 2024.8, the nearest recorded version, does not have the field, whose default is true.
      ("2025.4.1", "authentik_providers_scim.scimprovider", "verify_certificates", false, false),
      // It is new in the release after the recorded candidate; a create without it allows nothing.
      ("2026.5.8", "authentik_providers_oauth2.oauth2provider", "grant_types", [], false),
      ("2025.4.1", "authentik_flows.flow", "compatibility_mode", false, true),
      ("2026.5.8", "authentik_flows.flow", "policy_engine_mode", "any", true),
    ] as [(String, String, String, Value, Bool)])
  func areKnownOfRecordedFields(
    version: String, model: String, field: String, value: Value, isDefault: Bool
  ) throws {
    let kind = try #require(try EmbeddedCatalog.named(version).load().kind(model))
    let defaults = CreateDefaults(nearestTo: version)
    #expect(defaults.isDefault(value, of: try #require(kind.field(field)), in: model) == isDefault)
  }
}
