import Catalog
import Exporting
import Testing

/// The table of the provider's resource types.
struct TerraformTypesTests {
  @Test func everyTypeHasAKindOfTheCatalogOrAReason() throws {
    let catalog = try EmbeddedCatalog.nearest(to: "2026.5.8").load()
    var models: [String] = []
    for type in TerraformTypes.all {
      switch try #require(TerraformTypes.counterpart(of: type)) {
      case .kind(let model):
        let kind = try #require(catalog.kind(model), "\(type)")
        // The `id` of the resource is the key in this path.
        #expect(kind.detailField != nil, "\(type)")
        models.append(model)
      case .nothing(let reason): #expect(!reason.isEmpty)
      case .permission, .attachment: break
      }
    }
    #expect(TerraformTypes.all.count == 96)
    #expect(models.count == 90 && Set(models).count == 90)
  }

  @Test(arguments: [
    ("authentik_scope_mapping", "authentik_providers_oauth2.scopemapping"),
    ("authentik_property_mapping_ldap", "authentik_sources_ldap.ldapsourcepropertymapping"),
  ])
  func earlierNamesAreKnown(_ type: String, _ model: String) {
    #expect(TerraformTypes.counterpart(of: type) == .kind(model))
  }

  @Test(arguments: ["authentik_hologram", "flow", "tls_private_key", ""])
  func othersAreUnknown(_ type: String) {
    #expect(TerraformTypes.counterpart(of: type) == nil)
  }
}
