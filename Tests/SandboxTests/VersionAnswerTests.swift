import Catalog
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// What versions answer otherwise than the two recorded ones, as measured on 2025.10.4 and 2026.2.2.
struct VersionAnswerTests {
  private static func sandbox(
    _ version: String, _ body: @escaping @Sendable (KindBodies) async throws -> Void
  )
    async throws
  {
    let version = try EmbeddedCatalog.named(version)
    let kinds = ServedKinds(try version.load(), version)
    try await Flows.withSandbox(version) { try await body(KindBodies(client: $0, kinds: kinds)) }
  }

  private static let group = "authentik_core.group"

  /// Members that 2025.10 shows inside of answers and 2026.2 does not, or the other way round.
  @Test(arguments: ["2024.8", "2025.10", "2025.12", "2026.2", "2026.5"])
  func objectsInsideOfAnswersHaveTheMembersOfTheirVersion(_ version: String) async throws {
    let isOld = AuthentikVersion(version) < AuthentikVersion("2025.12")
    try await Self.sandbox(version) { bodies in
      let group = try await bodies.created(Self.group, "g").primaryKey
      let user = try await bodies.client.ask(
        "POST", "/api/v3/core/users/", ["username": "u", "name": "u", "groups": [group]]
      ).json
      let shown = user?["groups_obj"]?.list?.first?.map?.keys.elements
      #expect(
        shown
          == (isOld
            ? ["pk", "num_pk", "name", "is_superuser", "parent", "parent_name", "attributes"]
            : ["pk", "num_pk", "name", "is_superuser", "attributes"]))
      let token = try await bodies.created("authentik_core.token", "t").answer
      #expect((token["user_obj"]?["roles_obj"] == nil) == isOld)
      let binding = try await bodies.created("authentik_flows.flowstagebinding", "b").answer
      let flow = binding["stage_obj"]?["flow_set"]?.list?.first
      #expect((flow?["background"] == "/static/dist/assets/images/flow_background.jpg") == isOld)
      #expect((flow?["background_url"] == nil) == isOld)
    }
  }

  @Test(arguments: ["2025.10", "2026.2"])
  func aRulesGroupIsThatOfItsVersion(_ version: String) async throws {
    try await Self.sandbox(version) { bodies in
      let group = try await bodies.created(Self.group, "g")
      #expect(group.answer["children_obj"] == .null)
      let rule: Value = ["name": "r", "transports": [], "destination_group": group.primaryKey]
      let shown = try await bodies.client.ask("POST", "/api/v3/events/rules/", rule).json?[
        "destination_group_obj"]
      #expect((shown?["parent_name"] != nil) == (version == "2025.10"))
      #expect((shown?["parents_obj"] == nil) == (version == "2025.10"))
      #expect(shown?["children_obj"] == .null)
    }
  }

  @Test func aConnectionsSourceHasNoIconOfItsKindIn2025_10() async throws {
    try await Self.sandbox("2025.10") { bodies in
      let source = try await bodies.created("authentik_sources_plex.userplexsourceconnection", "c")
        .answer["source_obj"]
      #expect(source?["icon"] == .null)
      for member in ["promoted", "icon_url", "icon_themed_urls"] { #expect(source?[member] == nil) }
    }
  }

  /// In 2025.10 a group has one parent, and is written at both ends.
  @Test func aParentKnowsItsChildrenIn2025_10() async throws {
    try await Self.sandbox("2025.10") { bodies in
      let path = "/api/v3/core/groups/"
      func key(_ body: Value) async throws -> Value {
        try await bodies.client.ask("POST", path, body).json?["pk"] ?? .null
      }
      func value(_ member: String, of group: Value) async throws -> Value? {
        try await bodies.client.ask("GET", "\(path)\(group.string ?? "")/").json?[member]
      }
      let parent = try await key(["name": "p"])
      let child = try await key(["name": "c", "parent": parent])
      let other = try await key(["name": "o"])
      #expect(try await value("children", of: parent) == [child])
      let changed = try await bodies.client.ask(
        "PATCH", "\(path)\(parent.string ?? "")/", ["children": [other]]
      ).json
      #expect(changed?["children"] == [other])
      #expect(try await value("parent", of: other) == parent)
      #expect(try await value("parent", of: child) == .null)
    }
  }

  @Test(arguments: [("2024.8", "text"), ("2025.12", "none"), ("2026.2", "none"), ("2026.5", "authorization")])
  func aProxysRedirectsHaveATypeSince2026_5(_ version: String, _ type: String) async throws {
    try await Self.sandbox(version) { bodies in
      let redirects = try await bodies.created("authentik_providers_proxy.proxyprovider", "p")
        .answer["redirect_uris"]
      switch type {
      case "text": #expect(redirects?.string != nil)
      case "none": #expect(redirects?.list?.first?.map?.keys.elements == ["matching_mode", "url"])
      default: #expect(redirects?.list?.first?["redirect_uri_type"] == .string(type))
      }
    }
  }

  @Test(arguments: [("2025.10", "other"), ("2025.12", "other"), ("2026.2", "MIT"), ("2026.5", "MIT")])
  func aKerberosSourceHasTheTypeOfItsVersion(_ version: String, _ type: String) async throws {
    try await Self.sandbox(version) { bodies in
      let source = try await bodies.created("authentik_sources_kerberos.kerberossource", "k").answer
      #expect(source["kadmin_type"] == .string(type))
      // The rest of the row is the same.
      #expect(source["enabled"] == true)
    }
  }

  @Test(arguments: [
    ("2024.8", "This field must be unique."), ("2025.10", "This field must be unique."),
    ("2025.12", "Group with this name already exists."), ("2026.2", "Group with this name already exists."),
    ("2026.5", "Group with this name already exists."),
  ])
  func aUsedGroupNameIsRefusedAsInItsVersion(_ version: String, _ message: String) async throws {
    try await Self.sandbox(version) { bodies in
      let path = "/api/v3/core/groups/"
      _ = try await bodies.client.ask("POST", path, ["name": "g"])
      #expect(try await bodies.client.ask("POST", path, ["name": "g"]).json == ["name": [.string(message)]])
    }
  }

  @Test(arguments: [
    ("2025.10", "\"slug\"", false), ("2025.12", "“slug”", true), ("2026.2", "“slug”", true),
  ])
  func aBadSlugIsQuotedAsInItsVersion(_ version: String, _ word: String, _ isText: Bool) async throws {
    let bad = Value.string("Enter a valid \(word) consisting of letters, numbers, underscores or hyphens.")
    try await Self.sandbox(version) { bodies in
      let spaced = try await bodies.client.ask("POST", Flows.path, Flows.body("a b")).json
      #expect(spaced == ["slug": [bad]])
      let listed = try await bodies.client.ask("POST", Flows.path, Flows.body("", ["slug": ["a"]])).json
      #expect(listed == ["slug": [isText ? "Not a valid string." : bad]])
    }
  }

  /// The serializer declares this one itself, in every version.
  @Test(arguments: ["2025.10", "2026.2"])
  func aBadIdentifierIsQuotedStraight(_ version: String) async throws {
    try await Self.sandbox(version) { bodies in
      for identifier in ["a b", ["a"]] as [Value] {
        let refused = try await bodies.client.ask("POST", "/api/v3/core/tokens/", ["identifier": identifier])
          .json
        #expect(refused?["identifier"]?.list?.first?.string?.hasPrefix("Enter a valid \"slug\"") == true)
      }
    }
  }

  @Test(arguments: ["2024.8", "2025.10", "2026.2", "2026.5"])
  func aSecondSourceWithPasswordsIsRefusedAsInItsVersion(_ version: String) async throws {
    let message: Value = "Only a single LDAP Source with password synchronization is allowed"
    try await Self.sandbox(version) { bodies in
      func body(_ name: Value) -> Value {
        [
          "name": name, "slug": name, "server_uri": "ldap://a", "base_dn": "dc=a", "sync_users": false,
          "sync_groups": false, "sync_users_password": true,
        ]
      }
      let path = "/api/v3/sources/ldap/"
      #expect(try await bodies.client.ask("POST", path, body("a")).status == 201)
      let field: Value = version == "2025.10" ? ["sync_users_password": message] : [message]
      let second = try await bodies.client.ask("POST", path, body("b")).json
      #expect(second == ["sync_users_password": field])
    }
  }
}
