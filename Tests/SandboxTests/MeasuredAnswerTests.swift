import Catalog
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// Answers that were measured on 2025.10.4 and 2026.2.2 and hold for every version, unless it says otherwise.
struct MeasuredAnswerTests {
  private static func sandbox(_ body: @escaping @Sendable (RawClient) async throws -> Void) async throws {
    for version in ["2024.8", "2025.10", "2026.2", "2026.5"] {
      try await Flows.withSandbox(EmbeddedCatalog.named(version)) { try await body($0) }
    }
  }

  private static let users = "/api/v3/core/users/"
  private static let groups = "/api/v3/core/groups/"

  @Test func aUserOfASuperuserGroupIsASuperuser() async throws {
    for (version, parent) in [("2024.8", "parent"), ("2025.10", "parent"), ("2026.2", "parents")] {
      try await Flows.withSandbox(EmbeddedCatalog.named(version)) { client in
        func group(_ body: Value) async throws -> Value {
          try await client.ask("POST", Self.groups, body).json?["pk"] ?? .null
        }
        let above = try await group(["name": "above", "is_superuser": true])
        let named: Value = parent == "parent" ? above : [above]
        let beneath = try await group(["name": "beneath", .init(parent): named])
        let body: Value = ["username": "u", "name": "u", "groups": [beneath]]
        let user = try await client.ask("POST", Self.users, body).json
        #expect(user?["is_superuser"] == true)
        let path = "\(Self.users)\(user?["pk"].flatMap(Coercion.text) ?? "")/"
        func isSuperuser() async throws -> Value? { try await client.ask("GET", path).json?["is_superuser"] }
        func change(_ group: Value, _ body: Value) async throws {
          _ = try await client.ask("PATCH", "\(Self.groups)\(group.string ?? "")/", body)
        }
        #expect(try await isSuperuser() == true)
        try await change(above, ["is_superuser": false])
        #expect(try await isSuperuser() == false)
        try await change(beneath, ["is_superuser": true])
        #expect(try await isSuperuser() == true)
        #expect(try await client.ask("PATCH", path, ["groups": []]).json?["is_superuser"] == false)
        try await change(beneath, ["users": [user?["pk"] ?? .null]])
        #expect(try await isSuperuser() == true)
        let found = try await client.ask("GET", Self.users + "?is_superuser=true").json?["results"]?.list
        #expect(found?.compactMap { $0["username"]?.string }.contains("u") == true)
        _ = try await client.ask("DELETE", "\(Self.groups)\(beneath.string ?? "")/")
        #expect(try await isSuperuser() == false)
        // The user of a token is what the token may.
        let own = try await client.ask("GET", Self.users + "?username=sandbox-admin").json?["results"]?.list?
          .first
        #expect(own?["is_superuser"] == true)
      }
    }
  }

  @Test func aUsedNameOfACertificateIsRefusedAsCommonName() async throws {
    try await Self.sandbox { client in
      let path = "/api/v3/crypto/certificatekeypairs/generate/"
      let body: Value = ["common_name": "a", "validity_days": 30, "alg": "rsa"]
      #expect(try await client.ask("POST", path, body).status == 200)
      let again = try await client.ask("POST", path, body)
      #expect(again.status == 400)
      #expect(again.json == ["common_name": ["This field must be unique."]])
    }
  }

  /// The name of the field changed in 2025.12.
  @Test func aCertificateNamesTheKindOfItsKey() async throws {
    try await Self.sandbox { client in
      for (algorithm, kind) in [("ecdsa", "ec"), ("rsa", "rsa")] {
        let body: Value = ["common_name": .string(algorithm), "validity_days": 30, "alg": .string(algorithm)]
        let made = try await client.ask("POST", "/api/v3/crypto/certificatekeypairs/generate/", body).json
        #expect((made?["key_type"] ?? made?["private_key_type"]) == .string(kind))
      }
    }
  }

  @Test func backchannelProvidersKeepTheOrderInWhichTheyCame() async throws {
    try await Self.sandbox { client in
      var keys: [Value] = []
      for name in ["a", "b", "c"] as [Value] {
        let body: Value = ["name": name, "url": "https://a.example.com", "token": "x"]
        keys.append(try await client.ask("POST", "/api/v3/providers/scim/", body).json?["pk"] ?? .null)
      }
      let path = "/api/v3/core/applications/"
      let body: Value = ["name": "a", "slug": "a", "backchannel_providers": [keys[1], keys[0]]]
      let made = try await client.ask("POST", path, body).json
      #expect(made?["backchannel_providers"] == [keys[0], keys[1]])
      for (sent, answered) in [([1, 0], [0, 1]), ([], []), ([1, 0], [1, 0]), ([2, 0, 1], [1, 0, 2])] {
        let body: Value = ["backchannel_providers": .list(sent.map { keys[$0] })]
        let changed = try await client.ask("PATCH", path + "a/", body).json
        #expect(changed?["backchannel_providers"] == .list(answered.map { keys[$0] }), "\(sent)")
      }
    }
  }

  /// 2024.8 already shows the new name (recorded).
  @Test func anApplicationsProviderStillKnowsTheFormerName() async throws {
    for (version, shown) in [("2024.8", "b"), ("2025.10", "a"), ("2026.2", "a"), ("2026.5", "a")] {
      let version = try EmbeddedCatalog.named(version)
      let kinds = ServedKinds(try version.load(), version)
      try await Flows.withSandbox(version) { client in
        let provider = try await KindBodies(client: client, kinds: kinds)
          .created("authentik_providers_ldap.ldapprovider", "p").primaryKey
        let path = "/api/v3/core/applications/"
        _ = try await client.ask("POST", path, ["name": "a", "slug": "a", "provider": provider])
        func slug(_ method: String, _ slug: String, _ body: Value) async throws -> Value? {
          try await client.ask(method, "\(path)\(slug)/", body).json?["provider_obj"]?[
            "assigned_application_slug"]
        }
        #expect(try await slug("PATCH", "a", ["slug": "b"]) == .string(shown))
        #expect(try await slug("PATCH", "b", ["name": "b"]) == "b")
        #expect(try await slug("PATCH", "b", ["slug": "c", "provider": provider]) == "c")
      }
    }
  }

  @Test func permissionsAreOrderedAndNamed() async throws {
    try await Self.sandbox { client in
      func codenames(_ query: String) async throws -> [String] {
        try await client.ask("GET", "/api/v3/rbac/permissions/?page_size=100\(query)").json?["results"]?.list?
          .compactMap { $0["codename"]?.string } ?? []
      }
      let up = try await codenames("&ordering=codename")
      #expect(up.count == 100 && up == up.sorted())
      let down = try await codenames("&ordering=-codename")
      #expect(down == down.sorted(by: >) && down.first?.hasPrefix("view_") == true)
      let first = try await client.ask("GET", "/api/v3/rbac/permissions/?ordering=codename").json?["results"]?
        .list?
        .first { $0["codename"] == "add_application" }
      #expect(
        first?.map.map { $0.filter { $0.key != "id" } } == [
          "name": "Can add Application", "codename": "add_application", "model": "application",
          "app_label": "authentik_core", "app_label_verbose": "authentik Core",
          "model_verbose": "Application",
        ])
    }
  }

  @Test(arguments: ["2025.12", "2026.2", "2026.5"])
  func anEnrollmentTokensKeyIsShown(_ version: String) async throws {
    let version = try EmbeddedCatalog.named(version)
    let kinds = ServedKinds(try version.load(), version)
    try await Flows.withSandbox(version) { client in
      let model = "authentik_endpoints_connectors_agent.enrollmenttoken"
      let key = try await KindBodies(client: client, kinds: kinds).created(model, "t").primaryKey.string ?? ""
      let answer = try await client.ask("GET", "/api/v3/endpoints/agents/enrollment_tokens/\(key)/view_key/")
      #expect(answer.status == 200)
      #expect(answer.json?["key"]?.string?.isEmpty == false)
    }
  }

  @Test func aSCIMSourceHasAUserAndATokenOfItsOwn() async throws {
    try await Self.sandbox { client in
      let path = "/api/v3/sources/scim/"
      let source = try await client.ask("POST", path, ["name": "s", "slug": "s"]).json
      let key = source?["pk"]?.string ?? ""
      let token = source?["token_obj"]
      #expect(token?["identifier"] == .string("ak-source-scim-\(key)"))
      #expect(token?["managed"] == .string("goauthentik.io/sources/scim/\(key)"))
      #expect(token?["user_obj"]?["type"] == "internal_service_account")
      #expect(token?["user_obj"]?["name"] == "SCIM Source s Service-Account")
      #expect(token?["expires"] == .null)
      let renamed = try await client.ask("PATCH", path + "s/", ["name": "t"]).json
      #expect(renamed?["token_obj"]?["user_obj"]?["name"] == "SCIM Source t Service-Account")
      func count(_ target: String) async throws -> Value? {
        try await client.ask("GET", target).json?["pagination"]?["count"]
      }
      let (tokens, users) = ("/api/v3/core/tokens/?managed=goauthentik.io/sources/scim/\(key)", Self.users)
      let before = try await count(users)?.integer ?? 0
      #expect(try await count(tokens) == 1)
      _ = try await client.ask("DELETE", path + "s/")
      #expect(try await count(tokens) == 0)
      #expect(try await count(users) == .integer(before - 1))
    }
  }
}
