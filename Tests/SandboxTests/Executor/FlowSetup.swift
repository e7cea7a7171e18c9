import Model
import OrderedCollections

@testable import Sandbox

/// Makes flows, stages and users through the API.
struct FlowSetup {
  let client: RawClient

  static let password = "correct horse battery"

  /// A flow with stages in this order: the path of a stage's kind below `/stages/`, and its fields.
  @discardableResult
  func flow(
    _ slug: String, _ fields: [String: Value?] = [:], _ stages: [(path: String, fields: ValueMap)]
  ) async throws -> Value {
    let flow = try await client.made("/flows/instances/", Flows.body(slug, fields))
    for (order, stage) in stages.enumerated() {
      var fields = stage.fields
      // What is for the binding.
      let action = fields.removeValue(forKey: "invalid_response_action") ?? "retry"
      fields["name"] = fields["name"] ?? .string("\(slug)-\(order)")
      let key = try await client.made("/stages/\(stage.path)/", .map(fields))
      _ = try await client.made(
        "/flows/bindings/",
        ["target": flow, "stage": key, "order": .integer(order), "invalid_response_action": action])
    }
    return flow
  }

  /// A login by name and password.
  func login(_ slug: String = "login", attempts: Int = 5, after last: [(String, ValueMap)] = []) async throws
  {
    try await flow(
      slug, [:],
      [
        ("identification", ["user_fields": ["username", "email"]]),
        (
          "password",
          ["backends": [.string(SignIn.inbuilt)], "failed_attempts_before_cancel": .integer(attempts)]
        ), ("user_login", [:]),
      ] + last)
  }

  /// A user with the password.
  @discardableResult
  func user(_ name: String, _ fields: ValueMap = [:]) async throws -> Value {
    let body: ValueMap = [
      "username": .string(name), "name": .string(name), "email": .string("\(name)@example.com"),
    ]
    let key = try await client.made("/core/users/", .map(body.merging(fields) { $1 }))
    let path = "/api/v3/core/users/\(key.integer ?? 0)/set_password/"
    _ = try await client.ask("POST", path, ["password": .string(Self.password)])
    return key
  }

  /// Signs a browser in by the login flow.
  func signIn(_ browser: Browser, as name: String, _ flow: String = "login") async throws -> Value {
    _ = try await browser.answer(flow, ["uid_field": .string(name)])
    return try await browser.answer(flow, ["password": .string(Self.password)])
  }
}
