import Catalog
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// The requirements, additions and replacements of the server for single kinds.
@Suite struct KindRuleTests {
  /// A refused create, with its refusal.
  struct Refused: Sendable, CustomStringConvertible {
    let path: String
    let body: String
    let status: Int
    let answer: String

    var description: String { "\(path) \(body)" }

    init(_ path: String, _ body: String, _ answer: String, status: Int = 400) {
      (self.path, self.body, self.status, self.answer) = (path, body, status, answer)
    }
  }

  @Test(arguments: [
    Refused(
      "/policies/reputation/", #"{"name":"x"}"#,
      #"{"non_field_errors":["Either IP or Username must be checked"]}"#),
    Refused(
      "/stages/redirect/", #"{"name":"x","mode":"static"}"#,
      #"{"non_field_errors":["Target URL should be present when mode is Static."]}"#),
    Refused(
      "/stages/email/", #"{"name":"x","template":"none.html"}"#,
      #"{"template":["Invalid template 'none.html' specified."]}"#),
    Refused(
      "/core/users/", #"{"username":"x","name":"x","path":"/x"}"#,
      #"{"path":["No leading or trailing slashes allowed."]}"#),
    Refused("/policies/event_matcher/", #"{"name":"x"}"#, "", status: 405),
    Refused("/authenticators/admin/totp/", #"{"name":"x"}"#, "", status: 405),
    Refused("/enterprise/license/", #"{"key":"x"}"#, #"{"key":["Unable to verify license"]}"#),
    Refused(
      "/policies/unique_password/", #"{"name":"x"}"#,
      #"{"non_field_errors":["Enterprise is required to create/update this object."]}"#),
    Refused(
      "/sources/oauth/",
      #"{"name":"x","slug":"x","provider_type":"openidconnect","consumer_key":"x","consumer_secret":"x"}"#,
      #"{"non_field_errors":["authorization_url is required for provider OpenID Connect"]}"#),
  ])
  func refuses(_ refused: Refused) async throws {
    try await Flows.withSandbox { client in
      let body = try JSONReader.read(refused.body)
      let response = try await client.ask("POST", "/api/v3" + refused.path, body)
      #expect(response.status == refused.status)
      #expect(response.text == refused.answer)
    }
  }

  @Test func aTokenThatIsChangedWithoutItsUserIsHandedToTheWriter() async throws {
    try await KindBodies.withSandbox { bodies in
      let owner = try await bodies.created("authentik_core.user", "owner").primaryKey
      let path = "/api/v3/core/tokens/"
      let token: Value = ["identifier": "x", "user": owner, "intent": "app_password"]
      #expect(try await bodies.client.ask("POST", path, token).json?["user"] == owner)
      let changed = try await bodies.client.ask("PATCH", path + "x/", ["description": "x"]).json
      #expect(changed?["intent"] == "api")
      #expect(changed?["user_obj"]?["username"] == "sandbox-admin")
      let again = try await bodies.client.ask("PATCH", path + "x/", ["user": owner])
      #expect(again.json == ["user": ["User cannot be changed"]])
    }
  }

  @Test func everySaveOfAProxyProviderAddsMappings() async throws {
    try await KindBodies.withSandbox { bodies in
      let kind = try #require(bodies.kinds.kind("authentik_providers_proxy.proxyprovider"))
      let own = try await bodies.created("authentik_providers_oauth2.scopemapping", "own").primaryKey
      let body = try await bodies.body(kind, "x").merging(["property_mappings": [own]]) { $1 }
      let path = "/api/v3" + kind.kind.path
      let made = try #require(try await bodies.client.ask("POST", path, .map(body)).json)
      #expect(made["property_mappings"]?.list?.count == 6)
      let key = Coercion.text(made["pk"] ?? .null) ?? ""
      let emptied = body.merging(["property_mappings": []]) { $1 }
      let changed = try await bodies.client.ask("PUT", "\(path)\(key)/", .map(emptied)).json
      #expect(changed?["property_mappings"]?.list?.count == 5)
      #expect(changed?["property_mappings"]?.list?.contains(own) == false)
    }
  }

  @Test func addressesOfAnOAuthSourceComeFromItsDocument() async throws {
    try await Flows.withSandbox { client in
      let source: Value = [
        "name": "x", "slug": "x", "provider_type": "openidconnect", "consumer_key": "x",
        "consumer_secret": "x", "access_token_url": "https://own.example.com/",
        "oidc_well_known_url": "https://idp.example.com/.well-known/openid-configuration",
      ]
      let answer = try await client.ask("POST", "/api/v3/sources/oauth/", source).json
      #expect(answer?["authorization_url"] == "https://idp.example.com/authorize")
      #expect(answer?["access_token_url"] == "https://own.example.com/")
    }
  }

  @Test func aListLeavesOutWhatTheUserMayNotOpen() async throws {
    try await KindBodies.withSandbox { bodies in
      let path = "/api/v3/core/applications/"
      let group = try await bodies.created("authentik_core.group", "others").primaryKey
      for name in ["open", "closed"] {
        let body: Value = ["name": .string(name), "slug": .string(name)]
        let key = try #require(try await bodies.client.ask("POST", path, body).json?["pk"])
        guard name == "closed" else { continue }
        let binding: Value = ["target": key, "group": group, "order": 0]
        #expect(try await bodies.client.ask("POST", "/api/v3/policies/bindings/", binding).status == 201)
      }
      func slugs(_ query: String, _ token: String) async throws -> [String?] {
        let list = try await bodies.client.ask("GET", path + query, token: token).json
        return list?["results"]?.list?.map { $0["slug"]?.string } ?? []
      }
      #expect(try await slugs("", "sandbox-admin") == ["open"])
      #expect(try await slugs("?superuser_full_list=true", "sandbox-admin") == ["closed", "open"])
      #expect(try await slugs("?superuser_full_list=true", "sandbox-view-only") == ["open"])
      #expect(try await bodies.client.ask("GET", path + "closed/").status == 200)
    }
  }

  @Test func aPatchFillsNothingInInsideOfAField() async throws {
    try await KindBodies.withSandbox { bodies in
      let key = try await bodies.created("authentik_providers_oauth2.oauth2provider", "x").primaryKey
      let path = "/api/v3/providers/oauth2/\(Coercion.text(key) ?? "")/"
      let sent: Value = ["redirect_uris": [["matching_mode": "strict", "url": "https://a.example.com"]]]
      let changed = try await bodies.client.ask("PATCH", path, sent).json
      #expect(changed?["redirect_uris"] == sent["redirect_uris"])
      let read = try await bodies.client.ask("GET", path).json?["redirect_uris"]?.list?.first
      #expect(read?["redirect_uri_type"] == "authorization")
      let lacking: Value = ["redirect_uris": [["url": "https://a.example.com"]]]
      #expect(try await bodies.client.ask("PATCH", path, lacking).status == 405)
      let broken: Value = ["redirect_uris": [["matching_mode": "regex", "url": "("]]]
      let refused = try await bodies.client.ask("PATCH", path, broken).json
      #expect(refused == ["redirect_uris": ["Invalid Regex Pattern: ("]])
    }
  }

  @Test(arguments: [
    ("2031-02-03T06:05:06+02:00", "2031-02-03T04:05:06Z"), ("2031-02-03", "2031-02-03T00:00:00Z"),
    ("2031-02-03 04:05:06Z", "2031-02-03T04:05:06Z"),
    ("2031-02-03T04:05:06.5", "2031-02-03T04:05:06.500000Z"),
    ("2031-02-30", nil), ("soon", nil), ("", nil),
  ])
  func readsDateTimes(_ text: String, _ canonical: String?) {
    #expect(DateTimeText.canonical(text) == canonical)
  }

  @Test func keepsMembersInTheOrderOfTheDatabase() {
    let value: Value = ["bb": 1, "a": ["d": 1, "c": 2], "aa": [["z": 1, "y": 2]]]
    #expect(
      JSONWriter.write(DatabaseOrder.sorted(value)) == #"{"a":{"c":2,"d":1},"aa":[{"y":2,"z":1}],"bb":1}"#)
  }
}
