import Blueprints
import Catalog
import Model
import OrderedCollections
import Testing

/// A variable that is not set is unknown offline. Where its value is needed, it is one mistake.
@Suite struct UnsetVariableTests {
  private static let uses = [
    "name: !Env GONE", "name: !Format ['%s', !Env GONE]", "name: !If [true, !Env GONE, x]",
    "attributes: {a: [!Env GONE]}", "attributes: {a: !Enumerate [!Env GONE, SEQ, !Value 0]}",
    "attributes: {a: !AtIndex [!Env GONE, 0]}", "attributes: !Env GONE", "name: !Context [x, !Env GONE]",
    "is_superuser: !Env GONE", "parents: [!Env GONE]",
  ]

  private static func text(_ use: String) -> String {
    "entries:\n- {model: authentik_core.group, identifiers: {name: g}, attrs: {\(use)}}\n"
  }

  @Test(arguments: uses)
  func isUnknownOffline(use: String) throws {
    let desired = try BlueprintText.desired(Self.text(use))
    #expect(BlueprintText.lines(desired.diagnostics) == "")
    #expect(desired.entries.count == 1)
  }

  @Test(arguments: uses)
  func isOneErrorThatNamesIt(use: String) throws {
    let text = Self.text(use)
    let desired = try BlueprintText.desired(text) { $0.isOffline = false }
    let column = text.split(separator: "\n")[1].firstRange(of: "!Env")?.lowerBound
    let line = text.split(separator: "\n")[1]
    let expected = column.map { line.distance(from: line.startIndex, to: $0) + 1 } ?? 0
    #expect(
      BlueprintText.lines(desired.diagnostics)
        == "error 2:\(expected) the variable GONE is not set or empty; set it, or write `!Env [GONE, default]`\n"
    )
  }

  @Test(arguments: [
    "state: !Env GONE", "conditions: [!Env GONE]", "conditions: [!Condition [AND, !Env GONE]]",
  ])
  func isNullInAConditionAsForAuthentik(part: String) throws {
    let text = "entries:\n- {model: authentik_core.group, identifiers: {name: g}, \(part)}\n"
    #expect(try BlueprintText.desired(text).diagnostics.isEmpty)
    let online = try BlueprintText.desired(text) { $0.isOffline = false }
    #expect(online.diagnostics.map(\.severity) == [.warning])
    #expect(online.entries.map(\.isEnabled) == [part.hasPrefix("state")])
  }

  @Test(arguments: [
    "model: !Env GONE, identifiers: {name: g}", "model: authentik_core.group, identifiers: {name: !Env GONE}",
    "model: authentik_core.group, identifiers: !Env GONE",
    "model: authentik_core.group, identifiers: {name: !File [!Env GONE]}",
    "model: authentik_core.group, identifiers: {name: !Env [!Env GONE]}",
    "model: authentik_core.group, identifiers: {name: !Context [!Env GONE]}",
  ])
  func isUnknownWhereverItStands(entry: String) throws {
    #expect(BlueprintText.lines(try BlueprintText.desired("entries:\n- {\(entry)}\n").diagnostics) == "")
    let online = try BlueprintText.desired("entries:\n- {\(entry)}\n") { $0.isOffline = false }
    #expect(online.diagnostics.contains { $0.message.contains("GONE") })
  }

  @Test func rendersAsItStands() throws {
    let rendered = try BlueprintText.rendered(
      [BlueprintText.file(Self.text("name: !Env GONE"))],
      options: BlueprintText.options())
    #expect(rendered.entries.first?.value["attrs"] == ["name": ["env": "GONE"]])
  }
}
