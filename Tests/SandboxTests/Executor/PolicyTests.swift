import Catalog
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// Policies, groups and users that are bound to a flow.
@Suite struct PolicyTests {
  private static let expression = "authentik_policies_expression.expressionpolicy"

  /// The result for a flow with these bindings. `policy` may be Python.
  private static func result(
    _ bindings: [ValueMap], mode: Value = "any", version: EmbeddedCatalog = .v2026_5_rc1,
    isSignedIn: Bool = true
  ) async throws -> (result: PolicyResult, notEvaluated: [String]) {
    try await StageBench.with(version) { bench in
      let parent = try bench.add("authentik_core.group", ["name": "parent", "users": []])
      let isNew = parent.kind.kind.field("parents") != nil
      let child = try bench.add(
        "authentik_core.group",
        [
          "name": "child", "users": [],
          isNew ? "parents" : "parent": isNew ? [parent.primaryKey] : parent.primaryKey,
        ])
      let other = try bench.add("authentik_core.group", ["name": "other", "users": []])
      let user = try bench.user("me", groups: [child.primaryKey])
      let stranger = try bench.user("stranger")
      let keys: [Value: Value] = [
        "parent": parent.primaryKey, "child": child.primaryKey, "other": other.primaryKey,
        "me": user.primaryKey,
        "stranger": stranger.primaryKey,
      ]
      let run = try bench.run(flow: ["policy_engine_mode": mode])
      for (order, binding) in bindings.enumerated() {
        var given: ValueMap = [
          "target": run.flow.primaryKey, "order": .integer(order), "enabled": true, "negate": false,
          "policy": .null, "group": .null, "user": .null, "failure_result": false,
        ]
        given.merge(binding.mapValues { keys[$0] ?? $0 }) { $1 }
        if let code = binding["policy"] {
          given["policy"] = try bench.add(
            expression, ["name": .string("policy \(order)"), "expression": code]
          ).primaryKey
        }
        try bench.add("authentik_policies.policybinding", given)
      }
      let result = try PolicyEngine(run: run).result(of: run.flow, for: isSignedIn ? user : nil)
      return (result, Array(run.notEvaluated))
    }
  }

  static let bindings: [(bindings: [ValueMap], mode: Value, passes: Bool)] = [
    ([], "any", true), ([], "all", true), ([yes], "any", true), ([no], "any", false),
    ([yes, no], "any", true), ([yes, no], "all", false), ([yes, yes], "all", true),
    ([["policy": "return True", "negate": true]], "any", false),
    ([["policy": "return False", "negate": true]], "any", true),
    ([["policy": "return False", "enabled": false]], "any", true),
    ([yes, ["policy": "return False", "enabled": false]], "all", true),
    ([fails], "any", false), ([["policy": "return 1/0", "failure_result": true]], "any", true),
    ([["policy": "return 1/0", "failure_result": true, "negate": true]], "any", false),
    ([["group": "child"]], "any", true), ([["group": "parent"]], "any", true),
    ([["group": "other"]], "any", false),
    ([["group": "other", "negate": true]], "any", true), ([["user": "me"]], "any", true),
    ([["user": "stranger"]], "any", false), ([["group": "child"], ["user": "stranger"]], "all", false),
    ([["group": "other"], yes], "any", true), ([["policy": "return x"]], "any", true),
  ]

  private static let yes: ValueMap = ["policy": "return True"]
  private static let no: ValueMap = ["policy": "return False"]
  private static let fails: ValueMap = ["policy": "return 1/0"]

  @Test(arguments: EmbeddedCatalog.recorded, bindings)
  func decide(_ version: EmbeddedCatalog, _ row: (bindings: [ValueMap], mode: Value, passes: Bool))
    async throws
  {
    let result = try await Self.result(row.bindings, mode: row.mode, version: version)
    #expect(result.result.passes == row.passes)
  }

  /// A group is nothing that a visitor could have: 2024.8 says so with an error.
  @Test(arguments: [
    (
      EmbeddedCatalog.v2024_8, "group", false, false, ["'AnonymousUser' object has no attribute 'all_groups'"]
    ),
    (.v2024_8, "group", true, true, ["'AnonymousUser' object has no attribute 'all_groups'"]),
    (.v2024_8, "user", false, false, []), (.v2024_8, "user", true, true, []),
    (.v2026_5_rc1, "group", false, false, []), (.v2026_5_rc1, "group", true, false, []),
    (.v2026_5_rc1, "user", true, false, []),
  ])
  func decideAboutVisitors(
    _ version: EmbeddedCatalog, _ subject: String, _ isNegated: Bool, _ passes: Bool, _ messages: [String]
  ) async throws {
    let binding: ValueMap = [subject: subject == "group" ? "child" : "me", "negate": .bool(isNegated)]
    let result = try await Self.result([binding], version: version, isSignedIn: false).result
    #expect(result.passes == passes)
    #expect(result.messages == messages)
  }

  @Test func sayWhatAllOfThemSay() async throws {
    let bindings: [ValueMap] = [
      ["policy": "ak_message('First.')\nreturn True"], ["policy": "return 1/0"],
      ["policy": "ak_message('Off.')\nreturn False", "enabled": false],
    ]
    #expect(try await Self.result(bindings).result.messages == ["First.", "division by zero"])
  }

  @Test func nameWhatIsNotEvaluated() async throws {
    let result = try await Self.result([["policy": "return request.user"], ["policy": "return True"]])
    #expect(result.notEvaluated == ["policy 0"])
  }

  /// Each answer of the run says it, also those after a sign-in, but not those of another run.
  @Test func nameWhatIsNotEvaluatedInAllAnswers() async throws {
    try await Flows.withSandbox { client in
      let setup = FlowSetup(client: client)
      try await setup.user("ada")
      let flow = try await setup.flow(
        "login", [:],
        [
          ("identification", ["user_fields": ["username"]]),
          ("password", ["backends": [.string(SignIn.inbuilt)]]), ("user_login", [:]), ("dummy", [:]),
        ])
      try await setup.flow("other", [:], [("dummy", [:])])
      let policy = try await client.made(
        "/policies/expression/", ["name": "Ä, b", "expression": "return request.user"])
      _ = try await client.made("/policies/bindings/", ["target": flow, "policy": policy, "order": 0])
      let browser = Browser(client: client)
      func name(_ method: String, _ body: Value? = nil, _ slug: String = "login") async throws -> String? {
        try await browser.send(method, "/api/v3/flows/executor/\(slug)/?query=", body)
          .headers["x-flowform-not-evaluated"]
      }
      var names = [try await name("GET")]
      for body: Value in [["uid_field": "ada"], ["password": .string(FlowSetup.password)]] {
        names += [try await name("POST", body), try await name("GET")]
      }
      #expect(try await browser.username() == "ada")
      names += [try await name("GET"), try await name("POST", [:])]
      #expect(names == Array(repeating: "%C3%84%2C%20b", count: 7))
      #expect(try await name("GET", nil, "other") == nil)
    }
  }

  static let passwords: [(rules: ValueMap, password: Value?, passes: Bool)] = [
    ([:], "a", true), ([:], nil, false), ([:], "", false), (["length_min": 3], "ab", false),
    (["length_min": 3], "abc", true), (["length_min": 2], "é", false), (["amount_digits": 2], "a1", false),
    (["amount_digits": 2], "1a2", true), (["amount_lowercase": 1], "ABC", false),
    (["amount_uppercase": 1], "abc", false), (["amount_uppercase": 1], "aBc", true),
    (["amount_symbols": 2, "symbol_charset": "!?"], "a!.", false),
    (["amount_symbols": 2, "symbol_charset": "!?"], "a!?", true),
    (["length_min": 9, "check_static_rules": false], "ab", true), (["password_field": "other"], "a", false),
  ]

  @Test(arguments: passwords)
  func lookAtPasswords(_ row: (rules: ValueMap, password: Value?, passes: Bool)) async throws {
    let result = try await StageBench.with { bench in
      let given: ValueMap = ["name": "p", "error_message": "Weak.", "check_zxcvbn": false]
      let policy = try bench.add(
        "authentik_policies_password.passwordpolicy", row.rules.merging(given) { own, _ in own })
      let run = try bench.run()
      run.change { $0.prompts = row.password.map { ["password": $0] } ?? [:] }
      return PasswordPolicy().result(policy, nil, run)
    }
    #expect(result.passes == row.passes)
    let isThere = row.password != nil && row.password != "" && row.rules["password_field"] == nil
    #expect(result.messages == (row.passes ? [] : [isThere ? "Weak." : "Password not set in context"]))
  }

  @Test func doNotEstimateStrength() async throws {
    let names = try await StageBench.with { bench in
      let policy = try bench.add(
        "authentik_policies_password.passwordpolicy",
        ["name": "p", "error_message": "Weak.", "check_zxcvbn": true])
      let run = try bench.run()
      run.change { $0.prompts = ["password": "password"] }
      #expect(PasswordPolicy().result(policy, nil, run).passes)
      return Array(run.notEvaluated)
    }
    #expect(names == ["p"])
  }

  static let scores: [(rules: ValueMap, passes: Bool)] = [
    (["threshold": -3], false), (["threshold": -2], true), (["threshold": -1, "check_ip": false], true),
    (["threshold": -2, "check_ip": false], false), (["threshold": -2, "check_username": false], true),
    (["threshold": -1, "check_ip": false, "check_username": false], false),
    (["threshold": 0, "check_ip": false], true),
  ]

  /// `me` has -1, all of the address together -2.
  @Test(arguments: scores)
  func lookAtReputation(_ row: (rules: ValueMap, passes: Bool)) async throws {
    let passes = try await StageBench.with { bench in
      let policy = try bench.add(
        "authentik_policies_reputation.reputationpolicy", row.rules.merging(["name": "r"]) { own, _ in own })
      let run = try bench.run()
      try ReputationScores(run: run).add(-1, to: "me")
      try ReputationScores(run: run).add(-1, to: "other")
      return try ReputationPolicy().result(policy, bench.user("me"), run).passes
    }
    #expect(passes == row.passes)
  }

  @Test(arguments: [(EmbeddedCatalog.v2024_8, [-7, 1]), (.v2026_5_rc1, [-5, 3])])
  func keepReputationWithinBounds(_ version: EmbeddedCatalog, _ scores: [Int]) async throws {
    let found = try await StageBench.with(version) { bench in
      let reputation = ReputationScores(run: try bench.run())
      for _ in 0..<7 { try reputation.add(-1, to: "me") }
      let low = try reputation.score(of: "me")
      for _ in 0..<8 { try reputation.add(1, to: "me") }
      return [low, try reputation.score(of: "me")]
    }
    #expect(found == scores)
  }
}
