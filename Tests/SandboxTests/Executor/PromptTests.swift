import Catalog
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// Prompts: what they show, what they accept, and what they leave in the run.
@Suite struct PromptTests {
  private static let model = "authentik_stages_prompt.promptstage"

  /// A run at a stage with these prompts, in this order.
  private static func run(
    _ bench: StageBench, _ prompts: [ValueMap], policies: [Value] = [], user: StoredObject? = nil
  ) throws -> FlowRun {
    let keys = try prompts.enumerated().map { order, prompt in
      let given: ValueMap = [
        "name": .string(NewIdentifier.make()), "label": "Label", "order": .integer(order), "required": true,
        "field_key": "f",
      ]
      return try bench.add("authentik_stages_prompt.prompt", prompt.merging(given) { own, _ in own })
        .primaryKey
    }
    return try bench.run(
      model, ["fields": .list(keys), "validation_policies": .list(policies)], user: user)
  }

  private static func result(
    _ prompts: [ValueMap], _ sent: ValueMap, version: EmbeddedCatalog = .v2026_5_rc1
  ) async throws -> (errors: [String]?, values: ValueMap) {
    try await StageBench.with(version) { bench in
      let run = try run(bench, prompts)
      let result = try PromptStage().answer(sent, run)
      #expect(result.isPassed == (result.errors == nil))
      return (result.errors, run.plan?.context.prompts ?? [:])
    }
  }

  /// A prompt's type, what is sent (nothing for nil), and the value that the run keeps or the error.
  static let answers: [(type: ValueMap, sent: Value?, outcome: Outcome)] = [
    (["type": "text"], " a ", .value(" a ")), (["type": "text"], 7, .value("7")),
    (["type": "text"], "  ", .value("  ")), (["type": "text"], "", .error(blank)),
    (["type": "text"], nil, .error(required)), (["type": "text"], .null, .error(null)),
    (["type": "text"], ["a"], .error("Not a valid string.")),
    (["type": "text", "required": false], "", .value("")),
    (["type": "text", "required": false], nil, .value(nil)),
    (["type": "text", "required": false], .null, .error(null)),
    (["type": "text", "initial_value": "i"], nil, .value("i")),
    (["type": "text", "initial_value": "i"], "s", .value("s")),
    (["type": "password"], " a ", .value("a")), (["type": "password"], "  ", .error(blank)),
    (["type": "password", "required": false], "", .error(blank)),
    (["type": "username"], "free", .value("free")),
    (["type": "email"], "a@example.com", .value("a@example.com")),
    (["type": "email"], "rubbish", .error("Enter a valid email address.")),
    (["type": "email"], false, .error("Enter a valid email address.")),
    (["type": "email", "required": false], "", .value("")),
    (["type": "number"], 7, .value(7)), (["type": "number"], "7", .value(7)),
    (["type": "number"], "", .error("A valid integer is required.")),
    (["type": "checkbox"], nil, .value(false)), (["type": "checkbox"], "on", .value(true)),
    (["type": "checkbox"], "rubbish", .error("Must be a valid boolean.")),
    (["type": "date"], "2026-11-28", .value("2026-11-28")),
    (["type": "date"], "2026-02-30", .error(wrongDate)),
    (["type": "date"], "28.11.2026", .error(wrongDate)), (["type": "date"], 5, .error(wrongDate)),
    (["type": "date-time"], "2026-11-28T20:15:00", .value("2026-11-28T20:15:00Z")),
    (["type": "file"], "data:text/plain;base64,aGk=", .value("data:text/plain;base64,aGk=")),
    (["type": "file"], "data:text/plain,hi", .error("Invalid encoding")),
    (["type": "file"], "rubbish", .error("Invalid scheme")), (["type": "file"], "", .error(blank)),
    (["type": "hidden", "initial_value": "i"], "changed", .value("i")),
    (["type": "hidden", "initial_value": "i"], .null, .value("i")), (["type": "static"], nil, .value("")),
    (["type": "static", "initial_value": "i"], "changed", .value("i")),
    (["type": "static", "initial_value": "i"], "", .error(blank)),
    (["type": "text_read_only", "initial_value": "i"], "changed", .value("i")),
    (["type": "separator"], nil, .value(nil)), (["type": "ak-locale"], "", .value("")),
    (["type": "ak-locale"], nil, .error(required)),
    (["type": "dropdown", "placeholder": "one"], nil, .value("one")),
    (["type": "dropdown", "placeholder": "one"], "two", .error("\"two\" is not a valid choice.")),
    (choices, nil, .value("red")), (choices, "blue", .value("blue")),
    (choices.merging(["initial_value": "blue"]) { $1 }, nil, .value("blue")),
  ]

  enum Outcome: Sendable {
    /// Nil for none.
    case value(Value?)
    case error(String)
  }

  private static let choices: ValueMap = [
    "type": "radio-button-group", "placeholder": "return ['red', 'blue']", "placeholder_expression": true,
  ]

  private static let blank = "This field may not be blank."
  private static let null = "This field may not be null."
  private static let required = "This field is required."
  private static let wrongDate = "Date has wrong format. Use one of these formats instead: YYYY-MM-DD."

  @Test(arguments: answers)
  func areAnsweredByTheirType(_ row: (type: ValueMap, sent: Value?, outcome: Outcome)) async throws {
    let result = try await Self.result([row.type], row.sent.map { ["f": $0] } ?? [:])
    switch row.outcome {
    case .value(let value):
      #expect(result.errors == nil)
      #expect(result.values["f"] == value)
    case .error(let message):
      #expect(result.errors == ["f: \(message)"])
      #expect(result.values.isEmpty)
    }
  }

  @Test func stateTheCodeOfAnError() async throws {
    let fields = try await StageBench.with { bench in
      let run = try Self.run(
        bench,
        ["text", "email", "dropdown", "number"].map { ["type": .string($0), "field_key": .string($0)] })
      guard
        case .refused(let errors) = try PromptStage().answer(
          ["email": "", "dropdown": "x", "number": .null], run)
      else { return ValueMap() }
      return errors.fields
    }
    let codes = fields.mapValues { $0.list?.first?["code"]?.string ?? "" }
    #expect(codes == ["text": "required", "email": "blank", "dropdown": "invalid_choice", "number": "null"])
  }

  /// Values and labels since 2026.5; before, every answer is an error of the server.
  @Test func haveLabelledChoices() async throws {
    let prompt: ValueMap = [
      "type": "dropdown", "placeholder_expression": true,
      "placeholder": #"return [{"label": "Red", "value": "r"}, "blue"]"#,
    ]
    #expect(try await Self.result([prompt], ["f": "r"]).values["f"] == "r")
    #expect(try await Self.result([prompt], ["f": "Red"]).errors == ["f: \"Red\" is not a valid choice."])
    let challenges = try await StageBench.with { try PromptStage().show(Self.run($0, [prompt])).challenge }
    let shown = challenges?["fields"]?.list?.first
    #expect(shown?["choices"] == [["value": "r", "label": "Red"], ["value": "blue", "label": "blue"]])
    #expect(shown?["initial_value"] == "{'label': 'Red', 'value': 'r'}")
    #expect(shown?["placeholder"] == "")
    await #expect(throws: FlowFailure.self) {
      try await Self.result([prompt], ["f": "r"], version: .v2024_8)
    }
  }

  @Test func areShownInTheirOrder() async throws {
    let shown = try await StageBench.with { bench in
      let run = try Self.run(
        bench, [["field_key": "last", "order": 9], ["field_key": "first", "order": 1]])
      return try PromptStage().show(run).challenge?["fields"]?.list?.map { $0["field_key"] }
    }
    #expect(shown == ["first", "last"])
  }

  /// What an earlier stage entered is the initial value.
  @Test func knowWhatTheRunKnows() async throws {
    let shown = try await StageBench.with { bench in
      let run = try Self.run(bench, [["type": "text", "initial_value": "own"]])
      run.change { $0.prompts = ["f": "known"] }
      return try PromptStage().show(run).challenge?["fields"]?.list?.first?["initial_value"]
    }
    #expect(shown == "known")
  }

  @Test func nameExpressionsThatAreNotEvaluated() async throws {
    let (names, shown) = try await StageBench.with { bench in
      let run = try Self.run(
        bench,
        [
          [
            "name": "asks", "type": "text", "initial_value": "return user.name",
            "initial_value_expression": true,
          ]
        ])
      let shown = try PromptStage().show(run).challenge?["fields"]?.list?.first?["initial_value"]
      return (Array(run.notEvaluated), shown)
    }
    #expect(names == ["asks"])
    #expect(shown == "")
  }

  /// With one or three password fields, nothing is compared.
  @Test(arguments: [(["a"], true), (["a", "a"], true), (["a", "b"], false), (["a", "b", "c"], true)])
  func compareTwoPasswords(_ passwords: [String], _ passes: Bool) async throws {
    let keys = passwords.indices.map { "p\($0)" }
    let result = try await Self.result(
      keys.map { ["type": "password", "field_key": .string($0)] },
      ValueMap(uniqueKeysWithValues: zip(keys, passwords.map(Value.string))))
    #expect(result.errors == (passes ? nil : ["non_field_errors: Passwords don't match."]))
  }

  @Test func refuseATakenName() async throws {
    let results = try await StageBench.with { bench in
      let user = try bench.user("taken")
      let prompt: ValueMap = ["type": "username"]
      return try [nil, user].map {
        try PromptStage().answer(["f": "taken"], Self.run(bench, [prompt], user: $0)).errors
      }
    }
    // Their own name is not taken for the user that the run is about.
    #expect(results == [["f: Username is already taken."], nil])
  }

  /// The policies see well-formed values, and the messages of all of them are shown; without any, the refusal is empty.
  @Test func areValidatedByPolicies() async throws {
    let outcomes = try await StageBench.with { bench in
      let strong = try bench.add(
        "authentik_policies_password.passwordpolicy",
        ["name": "strong", "password_field": "f", "length_min": 5, "error_message": "Too short."])
      func said(_ expression: Value) throws -> Value {
        try bench.add(
          "authentik_policies_expression.expressionpolicy",
          ["name": .string(NewIdentifier.make()), "expression": expression]
        ).primaryKey
      }
      let sets: [[Value]] = [
        [strong.primaryKey], [strong.primaryKey, try said("ak_message('No.')\nreturn False")],
        [try said("return False")], [try said("return 1/0")],
      ]
      return try sets.flatMap { policies in
        try ["long enough", "bad", ""].map { password in
          let run = try Self.run(bench, [["type": "password"]], policies: policies)
          return try PromptStage().answer(["f": .string(password)], run).errors
        }
      }
    }
    let blank = ["f: \(Self.blank)"]
    #expect(
      outcomes == [
        nil, ["non_field_errors: Too short."], blank, ["non_field_errors: No."],
        ["non_field_errors: Too short.", "non_field_errors: No."], blank, [], [], blank,
        ["non_field_errors: division by zero"], ["non_field_errors: division by zero"], blank,
      ])
  }
}
