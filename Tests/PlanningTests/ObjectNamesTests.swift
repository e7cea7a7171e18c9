import Catalog
import Model
import OrderedCollections
import Planning
import TestSupport
import Testing

struct ObjectNamesTests {
  private static let key = "0b5e7d3c-0000-4000-8000-000000000001"

  @Test(
    arguments: [
      ("authentik_flows.flow", ["pk": .string(key), "slug": "login", "name": "Log in"], "flow[slug=login]"),
      ("authentik_core.group", ["pk": .string(key), "name": "My Staff"], #"group[name="My Staff"]"#),
      ("authentik_core.user", ["pk": 5, "username": "akadmin", "name": "Admin"], "akadmin"),
      (
        "authentik_brands.brand", ["brand_uuid": .string(key), "domain": "a.example"],
        "brand[domain=a.example]"
      ),
      ("authentik_flows.flowstagebinding", ["pk": .string(key), "order": 1], nil),
    ] as [(String, Value, String?)])
  func areWhatFindsTheObjects(model: String, object: Value, name: String?) throws {
    let kind = try #require(try EmbeddedCatalog.v2026_5_rc1.shared().kind(model))
    var names = ObjectNames()
    names.add(object, as: kind)
    #expect(names.name(object[kind.primaryKey] ?? .null, of: model) == name)
  }

  /// Integers are keys in one family of models, UUIDs are keys of one object.
  @Test func tellFamiliesApart() throws {
    let catalog = try EmbeddedCatalog.v2026_5_rc1.shared()
    var names = ObjectNames()
    names.add(["pk": 5, "username": "eve"], as: try #require(catalog.kind("authentik_core.user")))
    names.add(
      ["pk": 5, "name": "App"], as: try #require(catalog.kind("authentik_providers_oauth2.oauth2provider")))
    #expect(names.name(5, of: "authentik_core.user") == "eve")
    #expect(names.name(5, of: "authentik_core.provider") == "oauth2provider[name=App]")
    #expect(names.name(5, of: "authentik_core.group") == nil)
  }

  @Test func includeThoseThatAnAnswerShowsBesideItsKeys() throws {
    let kind = try #require(try EmbeddedCatalog.v2026_5_rc1.shared().kind("authentik_core.token"))
    var names = ObjectNames()
    names.add(["pk": "1", "user": 7, "user_obj": ["pk": 7, "username": "robot"]], as: kind)
    #expect(names.name(7, of: "authentik_core.user") == "robot")
  }

  @Test func standInThePlaceOfKeys() throws {
    let catalog = try EmbeddedCatalog.v2026_5_rc1.shared()
    let group = try #require(catalog.kind("authentik_core.group"))
    let user = try #require(catalog.kind("authentik_core.user"))
    var change = PlannedChange(
      address: ResourceAddress(model: group.model, identifiers: [(key: "name", value: "staff")]),
      action: .update)
    change.fields = [FieldChange(path: FieldPath("users"), before: [5, 3], after: [5])]
    var names = ObjectNames()
    names.add(["pk": 5, "username": "eve"], as: user)
    let plan = Plan(changes: [change])
    #expect(plan.unnamedKeys(names, catalog: catalog) == [user.model: [3]])
    let named = try #require(plan.naming(names, catalog: catalog).changes.first?.fields.first)
    #expect(named.text(of: named.before) == "[eve, 3]")
    #expect(named.text(of: named.after) == "[eve]")
  }
}
