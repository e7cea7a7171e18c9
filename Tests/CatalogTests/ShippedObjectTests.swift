import Catalog
import Model
import OrderedCollections
import Testing

/// What authentik creates itself is known with the fields that find it.
struct ShippedObjectTests {
  @Test(
    arguments: [
      ("2024.8.2", "authentik_flows.flow", "slug", "default-authentication-flow", true),
      ("2024.8.2", "authentik_flows.flow", "slug", "default-provider-invalidation-flow", false),
      ("2024.10.5", "authentik_flows.flow", "slug", "default-provider-invalidation-flow", true),
      (
        "2026.5.0-rc1", "authentik_providers_oauth2.scopemapping", "managed",
        "goauthentik.io/providers/oauth2/scope-email", true
      ),
      ("2026.5.0-rc1", "authentik_core.group", "name", "authentik Admins", true),
      (
        "2025.10.4", "authentik_events.notificationrule", "name", "default-notify-configuration-warning",
        false
      ),
    ] as [(String, String, String, Value, Bool)])
  func areThoseOfTheVersion(version: String, model: String, field: String, value: Value, isThere: Bool) {
    let found = ShippedObject.all(in: version).contains { $0.model == model && $0.fields[field] == value }
    #expect(found == isThere)
  }

  /// A row with a misspelt model or field would find nothing.
  @Test func nameFieldsOfTheirKinds() throws {
    let catalog = try EmbeddedCatalog.v2026_5_rc1.load()
    for object in ShippedObject.all(in: catalog.version) {
      let kind = try #require(BaseKinds.kind(object.model, in: catalog), "\(object.model)")
      for name in object.fields.keys { #expect(kind.field(name) != nil, "\(object.model).\(name)") }
    }
  }
}
