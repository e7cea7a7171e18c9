import Catalog
import Model
import OrderedCollections
import TestSupport
import Testing

@testable import Blueprints

@Suite struct TagTests {
  @Test(
    arguments: [
      ("!Context name", "acme"), ("!Context [name]", "acme"), ("!Context [none, d]", .null),
      ("!Context [gone, !Context name]", "acme"), ("!Context deep", ["x": ["acme"]]),
      ("!Context [!Format [\"%s\", name], d]", "acme"),
      ("!Context goauthentik.io/enterprise/licensed", false),
      ("!Context [off, d]", "d"), ("!Context [true, d]", "d"),
      ("!AtIndex [!Context goauthentik.io/rbac/models, flow]", "authentik_flows"),
      ("!AtIndex [!Context goauthentik.io/rbac/models, metaapplyblueprint, none]", "none"),
      ("!Env SET", "value"), ("!Env [SET]", "value"), ("!Env [EMPTY, [!Env SET]]", ["value"]),
      ("!Format [\"%s %s\", !Env SET, [!Context name]]", "value ['acme']"),
      ("!If [!Context list, {a: !Context name}, !Context loop]", ["a": "acme"]), ("!If [[]]", false),
      ("!If [!KeyOf flow, 1, 2]", 1), ("!If [!Find [authentik_flows.flow, [slug, x]], 1, 2]", 1),
      ("!Condition [xnor, 1, a, true]", false), ("!Condition [nand, 1, 0]", true),
      ("!Enumerate [!Context map, SEQ, !Value 0]", ["v"]),
      ("!Enumerate [\"äb\", map, [!Value 0, !Index 0]]", ["ä": 0, "b": 1]),
      ("!Enumerate [[1, 2], MAP, {l: [!Value 0]}]", ["l": [1, 2]]),
      ("!Enumerate [!Enumerate [[a, b], SEQ, !Value 0], SEQ, !Index 0]", [0, 1]),
      (
        "!Enumerate [[a, b], SEQ, !Enumerate [[c, d], SEQ, !Enumerate [[e], SEQ, [!Value 2, !Value 1, !Value 0]]]]",
        [[[["a", "c", "e"]], [["a", "d", "e"]]], [[["b", "c", "e"]], [["b", "d", "e"]]]]
      ),
      ("!AtIndex [[a, [b]], -1]", ["b"]), ("!AtIndex [{1: x}, 1]", "x"),
      ("!AtIndex [[a], 7, !Context name]", "acme"), ("!AtIndex [[!KeyOf flow], 0]", ["key_of": "flow"]),
      ("!ParseJSON '[1, {\"a\": null}]'", [1, ["a": .null]]),
      ("!KeyOf flow", ["key_of": "flow"]),
      (
        "!Find [Authentik_Flows.Flow, [slug, !Context name]]",
        ["find": ["authentik_flows.flow", [["slug", "acme"]]]]
      ),
      ("!Find [authentik_flows.flow, [slug, s]]", ["find": ["authentik_flows.flow", [["slug", "s"]]]]),
      (
        "!FindObject [authentik_core.group, [name, x], [parent, !KeyOf flow]]",
        ["find_object": ["authentik_core.group", [["name", "x"], ["parent", ["key_of": "flow"]]]]]
      ),
      ("!Format [\"%s-%s\", a, !KeyOf flow]", ["format": ["%s-%s", "a", ["key_of": "flow"]]]),
      (
        "!AtIndex [!FindObject [authentik_core.group, [name, x]], name]",
        ["at_index": [["find_object": ["authentik_core.group", [["name", "x"]]]], "name"]]
      ),
      ("!!omap [a: 1, b: !Context name]", [["a", 1], ["b", "acme"]]),
    ] as [(String, Value)])
  func givesItsValue(expression: String, value: Value) throws {
    let found = try TagText.render(expression)
    #expect(found.value == value, "\(BlueprintText.lines(found.diagnostics))")
    #expect(!found.diagnostics.hasErrors)
  }

  @Test(arguments: [
    ("unknown", ["!Finds x", "!find x", "[!X {a: !Y b}]"]),
    (
      "context",
      [
        "!Context loop", "!Context gone", "!Context nam", "!Context [[a], b]", "!Context {a: 1}",
        "!Context []", "!Context [a, b, c]",
      ]
    ),
    ("env", ["!Env GONE", "!Env AUTHENTIK_TOKEN", "!Env [[a]]", "!Env {a: b}"]),
    (
      "format",
      [
        "!Format []", "!Format x", "!Format [[a]]", "!Format [\"%d\", x]", "!Format [\"%s\"]",
        "!Format [\"%s\", !Nope x]",
      ]
    ),
    ("if", ["!If []", "!If [1, 2]", "!If x", "!If [!Nope x, 1, 2]"]),
    (
      "condition",
      ["!Condition []", "!Condition x", "!Condition [AND]", "!Condition [NOT, 1]", "!Condition [[AND], 1]"]
    ),
    (
      "enumerate",
      [
        "!Enumerate []", "!Enumerate x", "!Enumerate [5, SEQ, x]", "!Enumerate [[a], SET, x]",
        "!Enumerate [!Value 0, SEQ, x]", "!Enumerate [[!Index 0], SEQ, x]", "!Enumerate [[a], MAP, x]",
        "!Enumerate [[a], MAP, [1]]", "!Enumerate [[a], SEQ, !Value 1]", "!Value 0", "!Index x", "!Value [0]",
        "!Enumerate [[a, b], SEQ, !Context gone]",
      ]
    ),
    (
      "at-index",
      [
        "!AtIndex [a]", "!AtIndex x", "!AtIndex [[a], 1]", "!AtIndex [[a], -2]", "!AtIndex [[a], x]",
        "!AtIndex [{abc: 1}, abd]", "!AtIndex [text, 0]", "!AtIndex [5, 0, d]",
      ]
    ),
    ("parse-json", ["!ParseJSON '{'", "!ParseJSON ''", "!ParseJSON [x]"]),
    ("key-of", ["!KeyOf flo", "!KeyOf [flow]"]),
    (
      "find",
      [
        "!Find x", "!Find [authentik_flows.flow]", "!Find [authentik_flows.flow, slug]",
        "!Find [authentik_flows.flow, [slug]]", "!Find [authentik_flows.flows, [slug, x]]",
        "!Find [[a], [b, c]]",
        "!Find [authentik_blueprints.metaapplyblueprint, [a, b]]",
        "!FindObject [authentik_flows.flow, [1, b]]",
      ]
    ),
  ])
  func saysWhatIsWrong(name: String, expressions: [String]) throws {
    let lines = try expressions.map { expression in
      "\(expression)\n\(BlueprintText.lines(try TagText.render(expression).diagnostics))"
    }
    Snapshot.expect(lines.joined(separator: "\n"), name)
  }

  @Test func theCommandLinesContextIsLaidOverTheFiles() throws {
    func value(_ expression: String) throws -> Value? {
      try TagText.render(expression) { $0.context = ["name": "mine", "map": ["l": 1], "new": [1]] }.value
    }
    #expect(try value("!Context name") == "mine")
    #expect(try value("!Context nested") == "mine-x")
    #expect(try value("!Context map") == ["k": "v", "l": 1])
    #expect(try value("!Context new") == [1])
  }

  struct Attack: Sendable, CustomTestStringConvertible {
    let what: String
    let expression: String
    let lines: String
    var testDescription: String { what }
  }

  /// `HostileInputTests` meet the real one, in a process of their own.
  private static let valueLimit = 10_000

  private static let attacks = [
    Attack(
      what: "width", expression: "!Format [\"%1000000000d\", 1]",
      lines: "error 17:8 !Format: a width or precision of more than 1000\n"),
    Attack(
      what: "precision", expression: "!Format [\"%.1000000000f\", 1]",
      lines: "error 17:8 !Format: a width or precision of more than 1000\n"),
    Attack(
      what: "many widths",
      expression:
        "!Format [\"\(String(repeating: "%1000s", count: 5000))\"\(String(repeating: ", x", count: 5000))]",
      lines: "error 17:8 !Format: the text would have more than 4194304 bytes\n"),
    Attack(
      what: "deep JSON", expression: "!ParseJSON '\(String(repeating: "[", count: 600))'",
      lines:
        "error 17:8 the text behind !ParseJSON is not JSON: line 1, column 513: lists and maps nested too deeply\n"
    ),
    Attack(
      what: "one text many times",
      expression:
        "[&a \(String(repeating: "x", count: 10_000)), \([String](repeating: "*a", count: 90).joined(separator: ", "))]",
      lines:
        "error 17:8 the tags of this file produce more than 10000 values; check what !Enumerate repeats\n"),
  ]

  /// Each attack comes with the place of the tag that goes too far.
  @Test(arguments: attacks)
  func aTagThatGoesTooFarIsAnError(_ attack: Attack) throws {
    let rendered = try TagText.render(attack.expression, valueLimit: Self.valueLimit)
    #expect(BlueprintText.lines(rendered.diagnostics) == attack.lines)
  }

  @Test func aContextThatDoublesEndsAtALimit() throws {
    let keys = (1..<60).map { "  c\($0): [!Context c\($0 - 1), !Context c\($0 - 1)]\n" }
    let text =
      "context:\n  c0: x\n" + keys.joined()
      + "entries:\n- {model: authentik_core.group, identifiers: {name: g}, attrs: {attributes: !Context c59}}\n"
    let rendered = try BlueprintText.rendered(
      [BlueprintText.file(text)], valueLimit: Self.valueLimit)
    let errors = rendered.diagnostics.filter { $0.severity == .error }
    #expect(
      errors.map(\.message) == [
        "the tags of this file produce more than \(Self.valueLimit) values; check what !Enumerate repeats"
      ])
    #expect((2...61).contains(errors.first?.location?.line ?? 0))
  }

  @Test func anAttackEndsAtALimit() throws {
    let values = (0..<60).reduce("x") { text, _ in "!Enumerate [[\(text)], SEQ, [!Value 0, !Value 0]]" }
    let texts = (0..<60).reduce("x") { text, _ in
      "!AtIndex [!Enumerate [[\(text)], SEQ, !Format [\"%s%s\", !Value 0, !Value 0]], 0]"
    }
    for expression in [values, texts] {
      let errors = try TagText.render(expression, valueLimit: Self.valueLimit).diagnostics
        .filter { $0.severity == .error }
      #expect(
        errors.map(\.message) == [
          "the tags of this file produce more than \(Self.valueLimit) values; check what !Enumerate repeats"
        ])
    }
  }
}
