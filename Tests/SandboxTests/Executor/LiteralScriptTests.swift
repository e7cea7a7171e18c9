import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// Which Python the sandbox evaluates, and what it makes of it.
@Suite struct LiteralScriptTests {
  static let values: [(source: String, value: Value)] = [
    ("return True", true), ("return False", false), ("return None", .null), ("return", .null), ("", .null),
    ("# nothing\n\n", .null), ("return 'a'", "a"), (#"return "a\n\"b\" \u00e9""#, "a\n\"b\" é"),
    ("return '''a\nb'''", "a\nb"), (#"return '\d'"#, #"\d"#), ("return 42", 42),
    ("return -1.5", -1.5), ("return 1e3", 1000.0), ("return []", []),
    ("return [\"red\", \"blue\",]", ["red", "blue"]),
    ("return (1, 2)", [1, 2]), ("return (1)", 1), ("return (1,)", [1]), ("return ()", []),
    ("return [\n  'a',  # first\n  'b'\n]  # both", ["a", "b"]),
    (#"return [{"label": "Red", "value": "r"}, "blue"]"#, [["label": "Red", "value": "r"], "blue"]),
    ("return {}", [:]), ("return 6 / 4", 1.5), ("\n# why\nreturn True # here\n", true),
  ]

  /// A script of a hostile client ends no process.
  @Test func bracketsWithoutEndAreNotRead() {
    #expect(LiteralScript("return " + String(repeating: "[", count: 300_000)) == nil)
  }

  @Test(arguments: values)
  func reads(_ row: (source: String, value: Value)) throws {
    let script = try #require(LiteralScript(row.source))
    #expect(script.outcome == .value(row.value))
    #expect(script.messages.isEmpty)
  }

  @Test func keepsMessages() throws {
    let script = try #require(LiteralScript("ak_message(\"One.\")\nak_message(\n  'Two.'\n)\nreturn False"))
    #expect(script.messages == ["One.", "Two."])
    #expect(script.outcome == .value(false))
  }

  @Test func knowsTheErrorOfADivision() throws {
    #expect(try #require(LiteralScript("return 1/0")).outcome == .error("division by zero"))
  }

  @Test(arguments: [
    "return x", "return True and False", "return not True", "x = 1\nreturn True", "if True:\n    return True",
    "return True\nreturn False", "  return True", "return [x]", "return {1: 2}", "return 'a' + 'b'",
    "return f'a'",
    "return 'open", "return [1", "return (1, 2", "return {'a' 1}", "ak_message(x)", "ak_message(1)",
    "ak_message('a'", "returns True", "Return True", "return Truely", "return 1_000", "return 1/x",
    "return 'a'/2",
    "return ak_is_sso_flow", "import os", "return 1 # a\n2", "return\\\n1", "return 'a\nb'", "return '\\x4'",
    "return ''''", "}{", "return --",
  ])
  func leavesOther(_ source: String) {
    #expect(LiteralScript(source) == nil)
  }

  static let truths: [(value: Value, isTrue: Bool)] = [
    (.null, false), (false, false), (true, true), (0, false), (2, true), (0.0, false), (0.5, true),
    ("", false),
    ("a", true), ([], false), ([0], true), ([:], false), (["a": .null], true),
  ]

  @Test(arguments: truths)
  func countsAsTrueLikePython(_ row: (value: Value, isTrue: Bool)) {
    #expect(LiteralScript.isTrue(row.value) == row.isTrue)
  }
}
