import Model
import Remote
import RemoteSupport
import Testing

@testable import FlowTesting

@Suite struct StoredCodesTests {
  private func transport(_ answers: [String: Value]) -> ScriptedTransport {
    ScriptedTransport { request, _ in
      let query = request.query.filter { !$0.name.hasPrefix("page") }.map { "\($0.name)=\($0.value)" }
      let line = request.path + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
      return answers[line].map { .json(200, $0) } ?? .json(403, ["detail": "no"])
    }
  }

  @Test func staticCodesAreThoseOfTheUsersDevices() async throws {
    let newer = transport([
      "/authenticators/admin/static/": [
        "results": [
          ["pk": 1, "user": ["username": "bob"], "token_set": [["token": "b1"]]],
          ["pk": 2, "user": ["username": "alice"], "token_set": [["token": "a1"], ["token": "a2"]]],
        ]
      ]
    ])
    #expect(try await StoredCodes(newer.api()).staticCodes(of: "alice") == ["a1", "a2"])
  }

  /// 2024.8 does not say whose the codes are.
  @Test func staticCodesOfOlderServersAreFoundByTheDevice() async throws {
    let older = transport([
      "/authenticators/admin/static/": [
        "results": [["pk": 1, "token_set": [["token": "b1"]]], ["pk": 2, "token_set": [["token": "a1"]]]]
      ],
      "/core/users/?username=alice": ["results": [["pk": 15]]],
      "/authenticators/admin/all/?user=15": [
        ["pk": 1, "meta_model_name": "authentik_stages_authenticator_totp.totpdevice"],
        ["pk": "2", "meta_model_name": "authentik_stages_authenticator_static.staticdevice"],
      ],
    ])
    #expect(try await StoredCodes(older.api()).staticCodes(of: "alice") == ["a1"])
  }

  @Test func theKeyIsThatOfTheNewestLink() async throws {
    let server = transport([
      "/core/tokens/?user__username=alice&intent=verification": [
        "results": [
          [
            "identifier": "ak-email-stage-mail-old", "intent": "verification",
            "expires": "2026-11-28T20:12:41Z",
          ],
          [
            "identifier": "ak-email-stage-mail-new", "intent": "verification",
            "expires": "2026-11-28T20:13:41Z",
          ],
          ["identifier": "uid-password-reset", "intent": "verification", "expires": "2027-11-28T20:13:41Z"],
        ]
      ],
      "/core/tokens/ak-email-stage-mail-new/view_key/": ["key": "k1"],
    ])
    #expect(try await StoredCodes(server.api()).emailToken(of: "alice") == "k1")
  }

  /// A server may limit the size of a page.
  @Test func allPagesAreRead() async throws {
    let server = ScriptedTransport { request, _ in
      let number = request.query.first { $0.name == "page" }?.value ?? ""
      let device: Value = ["user": ["username": "alice"], "token_set": [["token": .string("a" + number)]]]
      return .json(
        200,
        ["pagination": ["next": number == "3" ? 0 : .integer((Int(number) ?? 0) + 1)], "results": [device]])
    }
    #expect(try await StoredCodes(server.api()).staticCodes(of: "alice") == ["a1", "a2", "a3"])
  }

  @Test func aMissingPermissionIsNamed() async {
    let server = transport([:])
    await #expect { _ = try await StoredCodes(server.api()).emailToken(of: "alice") } throws: {
      "\($0)"
        == "the token lacks the permission authentik_core.view_token; grant it to the token's user"
    }
  }
}
