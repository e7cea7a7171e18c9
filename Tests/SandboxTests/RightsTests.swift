import Catalog
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// The rights of tokens.
struct RightsTests {
  /// The answer to each request by token. `P` is a missing permission, `A` missing credentials, `T` a bad token.
  static let table: [(request: String, answers: [String])] = [
    // admin, add only, view only, none, anonymous, unknown token, view and change, delete only
    ("GET /", ["200", "P", "200", "P", "A", "T", "200", "P"]),
    ("GET /there/", ["200", "P", "200", "P", "P", "T", "200", "P"]),
    ("GET /missing/", ["404", "P", "404", "P", "P", "T", "404", "P"]),
    ("GET /there/used_by/", ["200", "P", "200", "P", "P", "T", "200", "P"]),
    ("GET /missing/used_by/", ["404", "P", "404", "P", "P", "T", "404", "P"]),
    ("GET /there/diagram/", ["200", "200", "200", "200", "200", "T", "200", "200"]),
    // A flow without stages makes the server crash (recorded).
    ("GET /there/execute/", ["500", "P", "500", "P", "P", "T", "500", "P"]),
    ("GET /cache_info/", ["200", "P", "P", "P", "A", "T", "P", "P"]),
    ("POST /cache_clear/", ["204", "P", "P", "P", "A", "T", "P", "P"]),
    ("POST /", ["400", "400", "P", "P", "A", "T", "P", "P"]),
    ("POST /there/", ["405", "405", "405", "405", "405", "T", "405", "405"]),
    ("PATCH /there/", ["200", "P", "P", "P", "P", "T", "200", "P"]),
    ("PUT /there/", ["400", "P", "P", "P", "P", "T", "400", "P"]),
    ("PATCH /missing/", ["404", "P", "404", "P", "P", "T", "404", "P"]),
    ("DELETE /missing/", ["404", "P", "404", "P", "P", "T", "404", "P"]),
    ("DELETE /", ["405", "P", "P", "P", "A", "T", "P", "405"]),
    ("OPTIONS /", ["200", "200", "200", "200", "A", "T", "200", "200"]),
    ("OPTIONS /there/", ["200", "200", "200", "200", "200", "T", "200", "200"]),
    ("DELETE /there/", ["204", "P", "P", "P", "P", "T", "P", "P"]),
  ]

  static let tokens = [
    "sandbox-admin", "sandbox-add-only", "sandbox-view-only", "sandbox-none", nil, "unknown", "view-change",
    "delete-only",
  ]

  @Test(arguments: EmbeddedCatalog.recorded, table)
  func answers(_ version: EmbeddedCatalog, _ row: (request: String, answers: [String])) async throws {
    let answers = try await Flows.withSandbox(version, Self.addUsers) { client in
      var answers: [String] = []
      for token in Self.tokens {
        _ = try await client.ask("POST", Flows.path, Flows.body("there"))
        let parts = row.request.split(separator: " ")
        let body: Value? = ["POST", "PUT", "PATCH"].contains(parts[0]) ? [:] : nil
        let response = try await client.ask(
          String(parts[0]), Flows.path + parts[1].dropFirst(), body, token: token)
        answers.append(Self.name(response))
      }
      return answers
    }
    #expect(answers == row.answers)
  }

  private static func addUsers(_ configuration: inout SandboxConfiguration) {
    configuration.tokens += [
      SandboxToken(token: "view-change", username: "one", rights: [.view, .change]),
      SandboxToken(token: "delete-only", username: "other", rights: [.delete]),
    ]
  }

  private static func name(_ response: RawResponse) -> String {
    switch response.json?["detail"]?.string {
    case "You do not have permission to perform this action.": "P"
    case "Authentication credentials were not provided.": "A"
    case "Token invalid/expired": "T"
    default: String(response.status)
    }
  }

  struct Credentials: Sendable {
    let header: String
    let detail: String?
    init(_ header: String, _ detail: String?) {
      self.header = header
      self.detail = detail
    }
  }

  private static let missing = "Authentication credentials were not provided."
  private static let invalid = "Token invalid/expired"

  @Test(arguments: [
    Credentials("Bearer sandbox-admin", nil), Credentials("bEARER sandbox-admin", nil),
    Credentials("Bearer", missing), Credentials("Bearersandbox-admin", missing),
    Credentials("Token sandbox-admin", missing), Credentials("Bearer  sandbox-admin", invalid),
    Credentials("Bearer SANDBOX-ADMIN", invalid), Credentials("Bearer sandbox-admin x", invalid),
  ])
  func readsCredentials(_ credentials: Credentials) async throws {
    let response = try await Flows.withSandbox { client in
      try await client.send("GET", Flows.path, headers: [("Authorization", credentials.header)])
    }
    #expect(response?.status == (credentials.detail == nil ? 200 : 403))
    #expect(response?.json?["detail"] == credentials.detail.map(Value.string))
  }

  @Test func theOldServerNamesASchemeThatItDoesNotKnow() async throws {
    let response = try await Flows.withSandbox(.v2024_8) { client in
      try await client.send("GET", Flows.path, headers: [("Authorization", "Basic abc")])
    }
    #expect(response?.json == ["detail": "Unsupported authentication type"])
  }

  @Test func otherEndpointsNeedATokenWhereTheRealOnesDo() async throws {
    let statuses = try await Flows.withSandbox { client in
      var statuses: [Int] = []
      for target in [
        "/api/v3/root/config/", "/api/v3/schema/", "/-/health/live/", "/-/health/ready/",
        "/api/v3/admin/version/", "/api/v3/stages/all/", "/api/v3/flows/instances",
      ] {
        for token in [nil, "sandbox-none"] {
          statuses.append(try await client.ask("GET", target, token: token).status)
        }
      }
      return statuses
    }
    #expect(statuses == [200, 200, 200, 200, 200, 200, 200, 200, 403, 200, 403, 403, 404, 404])
  }
}
