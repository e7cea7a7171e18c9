import Catalog
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// Every kind of the catalogs can be created, read, changed and deleted.
@Suite struct KindTests {
  @Test(arguments: EmbeddedCatalog.all)
  func everyKindIsServed(_ version: EmbeddedCatalog) async throws {
    let catalog = try version.load()
    try await Flows.withSandbox(version) { client in
      let bodies = KindBodies(client: client, kinds: ServedKinds(catalog, version))
      for kind in catalog.kinds {
        do {
          try await goThrough(kind, bodies, version)
        } catch let error as KindBodies.NotCreated where bodies.isNeverCreated(error.model) {
          continue
        } catch let error as KindBodies.NotCreated {
          Issue.record("\(kind.model): \(error.model) \(error.answer)")
        }
      }
    }
  }

  private func goThrough(_ kind: Kind, _ bodies: KindBodies, _ version: EmbeddedCatalog) async throws {
    let served = try #require(bodies.kinds.kind(kind.model))
    let sent = try await bodies.body(served, "x-\(kind.component.lowercased())")
    let answer = try await bodies.client.ask("POST", "/api/v3" + kind.path, .map(sent))
    guard !served.isNeverCreated else {
      #expect([400, 405].contains(answer.status), "\(kind.model): \(answer.text)")
      return
    }
    #expect(answer.status == 201, "\(kind.model): \(answer.text)")
    let object = try #require(answer.json)
    #expect(
      object.map?.keys.elements
        == kind.fields.filter { !$0.isWriteOnly && !isLeftOut($0, served, version) }.map(\.name),
      "\(kind.model)")
    for (name, value) in sent where kind.field(name)?.isWriteOnly == false {
      #expect(object[name] == value, "\(kind.model) \(name)")
    }
    if kind.canList {
      let list = try await bodies.client.ask("GET", "/api/v3\(kind.path)?page_size=100").json
      #expect(list?["results"]?.list?.map(plain).contains(plain(object)) == true, "\(kind.model)")
    }
    guard let field = kind.detailField, let detail = Coercion.text(object[field] ?? .null) else { return }
    let path = "/api/v3\(kind.path)\(detail)/"
    #expect(try await bodies.client.ask("GET", path).json.map(plain) == plain(object), "\(kind.model)")
    if kind.canUpdate {
      let changed = try await bodies.client.ask("PATCH", path, .map(sent))
      #expect(changed.status == 200, "\(kind.model): \(changed.text)")
    }
    if kind.hasUsedBy { #expect(try await bodies.client.ask("GET", path + "used_by/").status == 200) }
    if kind.canDelete {
      #expect(try await bodies.client.ask("DELETE", path).status == 204, "\(kind.model)")
      #expect(try await bodies.client.ask("GET", path).status == 404, "\(kind.model)")
    }
  }

  /// Fields that the answer never has, or not for a provider without an application.
  private func isLeftOut(_ field: Field, _ kind: ServedKind, _ version: EmbeddedCatalog) -> Bool {
    kind.omitted.contains(field.name)
      || ServerTraits.of(version).omitsMissingApplication
        && field.name.hasPrefix("assigned_backchannel_application_")
  }

  /// The object without the objects that it refers to: the answer to a create shows those as their base class.
  private func plain(_ object: Value) -> Value {
    .map((object.map ?? [:]).filter { !$0.key.hasSuffix("_obj") })
  }

  @Test(arguments: [
    ("authentik_stages_dummy.dummystage", "authentik_stages_deny.denystage", "stage"),
    ("authentik_policies_dummy.dummypolicy", "authentik_policies_expression.expressionpolicy", "Policy"),
    ("authentik_providers_oauth2.oauth2provider", "authentik_providers_saml.samlprovider", "provider"),
    (
      "authentik_providers_oauth2.scopemapping", "authentik_providers_saml.samlpropertymapping",
      "Property Mapping"
    ),
  ])
  func namesAreUniqueAcrossTheKindsOfABaseClass(_ one: String, _ other: String, _ called: String) async throws
  {
    try await KindBodies.withSandbox { bodies in
      try await bodies.created(one, "same")
      let kind = try #require(bodies.kinds.kind(other))
      var body = try await bodies.body(kind, "other")
      body["name"] = "same"
      let answer = try await bodies.client.ask("POST", "/api/v3" + kind.kind.path, .map(body))
      #expect(answer.status == 400)
      #expect(answer.json?["name"] == [.string("\(called) with this name already exists.")])
    }
  }

  @Test(arguments: [
    (
      "00000000-0000-0000-0000-000000000000" as Value,
      "Invalid pk \"00000000-0000-0000-0000-000000000000\" - object does not exist."
    ),
    ("x", "“x” is not a valid UUID."), (5, "Invalid pk \"5\" - object does not exist."),
    (true, "Incorrect type. Expected pk value, received bool."), (nil, "This field may not be null."),
  ])
  func aReferenceHasToExist(_ value: Value, _ message: String) async throws {
    try await KindBodies.withSandbox { bodies in
      let kind = try #require(bodies.kinds.kind("authentik_flows.flowstagebinding"))
      var body = try await bodies.body(kind, "x")
      body["stage"] = value
      let answer = try await bodies.client.ask("POST", "/api/v3" + kind.kind.path, .map(body))
      #expect(answer.json == ["stage": [.string(message)]])
    }
  }

  /// A version between the recorded ones has their rules about what it has itself.
  @Test(arguments: [
    ("2024.12", "authentik_providers_rac.racprovider", true),
    ("2025.2", "authentik_providers_rac.racprovider", false),
    ("2024.10", "authentik_sources_oauth.useroauthsourceconnection", true),
    ("2024.12", "authentik_sources_oauth.useroauthsourceconnection", false),
  ])
  func rulesFollowTheFieldsOfTheVersion(name: String, model: String, isNeverCreated: Bool) throws {
    let version = try EmbeddedCatalog.named(name)
    let kind = try #require(ServedKinds(try version.load(), version).kind(model))
    #expect(kind.isNeverCreated == isNeverCreated)
  }

  /// 2026.8 has no `issuer` that a rule could ask for, and versions before 2025.10 have no `signed_assertion`.
  @Test(arguments: [
    ("2024.8", true, false), ("2025.8", true, false), ("2025.10", true, true), ("2026.5.0-rc1", true, true),
    ("2026.8", false, true),
  ])
  func noRuleAsksForAFieldThatTheVersionLacks(name: String, asksForIssuer: Bool, asksForSigned: Bool) throws {
    let version = try EmbeddedCatalog.named(name)
    let kind = try #require(
      ServedKinds(try version.load(), version).kind("authentik_sources_saml.samlsource"))
    func asks(for field: String) -> Bool {
      kind.rules.contains { $0.conditions.contains { $0.field == field } }
    }
    #expect(asks(for: "issuer") == asksForIssuer)
    #expect(asks(for: "signed_assertion") == asksForSigned)
  }
}
