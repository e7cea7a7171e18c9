import Catalog
import Model
import OrderedCollections
import Planning
import TestSupport
import Testing

struct ComparisonTests {
  private static func kind(_ model: String) throws -> Kind {
    try #require(try EmbeddedCatalog.v2026_5_rc1.shared().kind(model))
  }

  private static func uri(_ url: String, _ type: String? = nil) -> Value {
    var uri: ValueMap = ["matching_mode": "strict", "url": .string(url)]
    if let type { uri["redirect_uri_type"] = .string(type) }
    return .map(uri)
  }

  /// The changes, as `path: before → after`.
  private static func changes(
    _ wanted: ValueMap, _ live: ValueMap, _ model: String, _ basis: Comparison.Basis = Comparison.Basis()
  ) throws -> [String] {
    Comparison.changes(of: wanted, against: .map(live), as: try kind(model), basis).map {
      "\($0.path): \(JSONWriter.write($0.shownBefore)) → \(JSONWriter.write($0.shownAfter))\($0.isDrift ? " drift" : "")"
    }
  }

  @Test(
    arguments: [
      // An undeclared member equals the default or any live value.
      ([uri("a")], [uri("a", "authorization")], []), ([uri("a")], [uri("a", "logout")], []),
      (
        [uri("a", "logout")], [uri("a")], [#"redirect_uris[0].redirect_uri_type: "authorization" → "logout""#]
      ),
      ([uri(" a ")], [uri("a")], []),
      // Elements are compared in order.
      (
        [uri("a"), uri("b")], [uri("b"), uri("a")],
        [#"redirect_uris[0].url: "b" → "a""#, #"redirect_uris[1].url: "a" → "b""#]
      ),
      (
        [uri("a"), uri("b")], [uri("a")],
        [#"redirect_uris[1]: null → {"matching_mode":"strict","url":"b"}"#]
      ),
      (
        [uri("a")], [uri("a"), uri("b")],
        [#"redirect_uris[1]: {"matching_mode":"strict","url":"b"} → null"#]
      ),
      ([], [], []),
    ] as [([Value], [Value], [String])])
  func comparesTheMembersOfNestedObjects(wanted: [Value], live: [Value], expected: [String]) throws {
    let found = try Self.changes(
      ["redirect_uris": .list(wanted)], ["redirect_uris": .list(live)],
      "authentik_providers_oauth2.oauth2provider")
    #expect(found == expected)
  }

  @Test func ignoresWhatTheServerAddsAndSeesWhatOthersDo() throws {
    var basis = Comparison.Basis()
    basis.serverKeys = ["property_mappings": ["own-1", "own-2"]]
    let model = "authentik_providers_proxy.proxyprovider"
    func changes(_ wanted: Value, _ live: Value) throws -> [String] {
      try Self.changes(["property_mappings": wanted], ["property_mappings": live], model, basis)
    }
    #expect(try changes(["mine"], ["own-1", "mine", "own-2"]).isEmpty)
    #expect(try changes([], ["own-1"]).isEmpty)
    #expect(try changes(["own-1", "mine"], ["mine"]).isEmpty)
    #expect(try changes(["mine"], ["own-1", "own-2"]).count == 1)
    #expect(try changes(["mine"], ["own-1", "mine", "theirs"]).count == 1)
  }

  @Test func leavesWhatTheServerReplaces() throws {
    let token = "authentik_core.token"
    let live: ValueMap = ["intent": "api", "expires": "2026-01-01T00:00:00Z"]
    #expect(try Self.changes(["expires": "2031-01-01"], live, token).isEmpty)
    #expect(try Self.changes(["intent": "app_password", "expires": "2031-01-01"], live, token).count == 2)
    let source = "authentik_sources_oauth.oauthsource"
    let url: ValueMap = ["authorization_url": "https://a", "oidc_well_known_url": "https://w"]
    let answered: ValueMap = ["authorization_url": "https://b", "oidc_well_known_url": "https://w"]
    #expect(try Self.changes(url, answered, source).isEmpty)
    let plain: ValueMap = ["authorization_url": "https://b", "oidc_well_known_url": ""]
    #expect(
      try Self.changes(["authorization_url": "https://a"], plain, source) == [
        #"authorization_url: "https://b" → "https://a""#
      ])
  }

  /// For an unknown kind, the state remembers the server's form of a value.
  @Test func expectsWhatTheServerMadeOfTheSameValue() throws {
    let model = "authentik_flows.flow"
    var basis = Comparison.Basis()
    basis.record = ResourceRecord(
      kind: model, primaryKey: "1", origin: .created, source: "", identifiers: [:],
      applied: ["title": "sent"], answered: ["title": "answered"])
    #expect(try Self.changes(["title": "sent"], ["title": "answered"], model, basis).isEmpty)
    #expect(
      try Self.changes(["title": "sent"], ["title": "meddled"], model, basis) == [
        #"title: "meddled" → "sent" drift"#
      ])
    // Set back by hand to the sent value, which the server would not have kept.
    #expect(
      try Self.changes(["title": "sent"], ["title": "sent"], model, basis) == [
        #"title: "sent" → "sent" drift"#
      ])
    #expect(
      try Self.changes(["title": "new"], ["title": "answered"], model, basis) == [
        #"title: "answered" → "new""#
      ])
    let kind = try Self.kind(model)
    #expect(
      Comparison.answered(["title": "a", "name": "b"], by: ["title": "x", "name": " b "], as: kind) == [
        "title": "x"
      ])
  }

  @Test func hidesTheScalarThatIsHidden() throws {
    var basis = Comparison.Basis()
    let place = FieldPath("redirect_uris").appending(.index(0)).appending(.key("url"))
    basis.hidden = ["redirect_uris": [place]]
    let wanted: Value = [Self.uri("hush"), Self.uri("default")]
    func changes(_ live: Value) throws -> [String] {
      try Self.changes(
        ["redirect_uris": wanted], ["redirect_uris": live], "authentik_providers_oauth2.oauth2provider", basis
      )
    }
    let secret = #"{"secret":true}"#
    #expect(
      try changes([Self.uri("old"), Self.uri("default")]) == ["redirect_uris[0].url: \(secret) → \(secret)"])
    #expect(try changes([Self.uri("hush"), Self.uri("x")]) == [#"redirect_uris[1].url: "x" → "default""#])
    #expect(
      try changes([]) == [
        #"redirect_uris[0]: null → {"matching_mode":"strict","url":\#(secret)}"#,
        #"redirect_uris[1]: null → {"matching_mode":"strict","url":"default"}"#,
      ])
  }
}
