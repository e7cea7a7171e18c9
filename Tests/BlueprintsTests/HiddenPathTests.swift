import Catalog
import Model
import OrderedCollections
import Testing
import YAML

@testable import Blueprints

/// The value of a variable is hidden at its own path, and nothing else is.
@Suite struct HiddenPathTests {
  private static func field(_ value: String, context: String = "{}") throws -> (DeclaredField, DesiredSet) {
    let desired = try BlueprintText.desired(
      "context: \(context)\nentries:\n- model: authentik_core.group\n  identifiers: {name: g}\n  attrs:\n    attributes: \(value)\n"
    ) { $0.environment.variables = ["HOST": "secret-host", "OTHER": "secret-other"] }
    let field = try #require(desired.entries.first?.fields.first { $0.name == "attributes" })
    return (field, desired)
  }

  @Test(
    arguments: [
      ("{a: x, b: !Env HOST}", ["attributes.b"]),
      ("{a: [x, !Env HOST, {c: !Env OTHER}]}", ["attributes.a[1]", "attributes.a[2].c"]),
      ("{a: [x, {url: !Format ['https://%s/', !Env HOST], mode: strict}]}", ["attributes.a[1].url"]),
      ("{a: !If [!Env HOST, x, y]}", []),
      ("{a: !If [true, {b: !Env HOST, c: x}, y]}", ["attributes.a.b"]),
      ("{a: !Env [GONE, d]}", []),
      ("{a: !Env [GONE, !Env HOST]}", ["attributes.a"]),
      ("{a: !Condition [AND, !Env HOST]}", ["attributes.a"]),
      ("{a: !Context c}", ["attributes.a.y[1]"]),
      ("!Context c", ["attributes.y[1]"]),
      ("{a: !AtIndex [!Context c, y]}", ["attributes.a[1]"]),
      ("{a: !AtIndex [!Context c, x]}", []),
      ("{a: !AtIndex [[x, y], !Env [N, 1], z]}", []),
      ("{a: !Enumerate [[x, !Env HOST], SEQ, {v: !Value 0, w: z}]}", ["attributes.a[1].v"]),
      ("{a: !Enumerate [[x, y], SEQ, [!Value 0, !Env HOST]]}", ["attributes.a[0][1]", "attributes.a[1][1]"]),
      ("{a: !Enumerate [{k: !Env HOST, l: x}, MAP, [!Index 0, !Value 0]]}", ["attributes.a.k"]),
      ("{a: !Enumerate [[x, !Env HOST], MAP, {v: !Value 0}]}", ["attributes.a.v"]),
      ("{a: !FindObject [authentik_core.group, [name, !Env HOST]]}", ["attributes.a"]),
      ("{a: !KeyOf x, b: !Env HOST}", ["attributes.b"]),
    ] as [(String, [String])])
  func isWhereTheVariableWasRead(value: String, expected: [String]) throws {
    let text = value.replacing("!KeyOf x", with: "x")
    let (field, _) = try Self.field(text, context: "{c: {x: 1, y: [2, !Env HOST]}}")
    #expect(field.hiddenPaths.map(\.description) == expected)
    #expect(field.isHidden != expected.isEmpty)
  }

  @Test func onlyTheValueIsMasked() throws {
    let (_, desired) = try Self.field(
      "{a: [{url: !Format ['https://%s/callback', !Env HOST]}, {url: default}]}")
    #expect(desired.secretMask("default at b.yaml") == "default at b.yaml")
    #expect(desired.secretMask("x https://secret-host/callback y secret-host") == "x (secret) y (secret)")
    #expect(
      desired.entries.first?.hiddenPaths["attributes"]?.map(\.description) == ["attributes.a[0].url"])
    #expect(desired.entries.first?.hiddenPaths["name"] == nil)
  }

  @Test func identifiersLaidOverAttributesKeepWhatIsHiddenBelow() throws {
    let desired = try BlueprintText.desired(
      "entries:\n- model: authentik_core.group\n  identifiers: {name: g, attributes: {a: 1, c: [x]}}\n  attrs: {attributes: {a: !Env HOST, b: !Env HOST, c: [!Env HOST]}}\n"
    ) { $0.environment.variables = ["HOST": "secret-host"] }
    let entry = try #require(desired.entries.first)
    #expect(entry.values["attributes"] == ["a": 1, "b": "secret-host", "c": ["secret-host", "x"]])
    #expect(entry.hiddenPaths["attributes"]?.map(\.description) == ["attributes.b", "attributes.c[0]"])
  }

  @Test func aSecretMemberIsHiddenByItsName() {
    let object = FieldType.object([
      Field(name: "url", type: .text(.plain)), Field(name: "client_secret", type: .text(.plain)),
    ])
    let value: Value = [["url": "u", "client_secret": "s"], ["client_secret": nil]]
    let mark = Mark(line: 1, column: 1)
    let field = DeclaredField(
      name: "f", value: value, nameMark: mark, valueMark: mark, field: Field(name: "f", type: .list(object)))
    #expect(field.hiddenPaths.map(\.description) == ["f[0].client_secret"])
  }

  @Test func renderMasksByPath() throws {
    let rendered = try BlueprintText.rendered(
      [
        BlueprintText.file(
          "entries:\n- {model: authentik_core.group, identifiers: {name: g}, attrs: {attributes: {a: [x, !Env HOST]}}}"
        )
      ],
      options: BlueprintText.options { $0.environment.variables = ["HOST": "secret-host"] })
    #expect(rendered.entries.first?.attrs["attributes"] == ["a": ["x", "(secret)"]])
  }
}
