import Blueprints
import Catalog
import Model
import OrderedCollections
import Testing

/// What is made of an entry before its set is known is what would be made of it in its turn.
struct ForesightTests {
  /// Entries of every sort, a line each and more than are read at a time; a condition keeps one from being foreseen.
  private static func text(isForeseen: Bool) -> String {
    let lines = (0..<700).map { index in
      let sorts = [
        "model: authentik_core.group, id: g\(index), identifiers: {name: g\(index)}, attrs: {attributes: {a: [1, {b: x}]}}",
        "model: authentik_core.group, identifiers: {name: c\(index)}, attrs: {parents: [!KeyOf g\(index - 1)]}",
        // Twice the same object, far apart.
        "model: authentik_core.group, identifiers: {name: g\(index % 70)}, attrs: {is_superuser: true}",
        "model: Authentik_Core.Application, identifiers: {slug: a\(index)}, attrs: {name: A, icon: x.svg}",
        // Identifiers over attributes, and a field that nobody knows.
        "model: authentik_core.group, identifiers: {name: o\(index)}, attrs: {name: x, is_superuser: false}",
        "model: authentik_core.group, identifiers: {name: u\(index)}, attrs: {nmae: x}",
        "model: authentik_core.group, state: absent, identifiers: {name: d\(index)}",
        "model: authentik_core.user, identifiers: {username: n\(index)}, attrs: {name: N, password: p, path: users}",
        "model: authentik_policies_expression.expressionpolicy, identifiers: {name: e\(index)}, attrs: {expression: 'return True'}",
        "model: authentik_core.group, identifiers: {name: w\(index)}, attrs: {is_superuser: perhaps}",
      ]
      let condition = isForeseen ? "" : ", conditions: [true]"
      return "- {\(sorts[index % sorts.count])\(condition)}\n"
    }
    return "entries:\n" + lines.joined()
  }

  private static func shown(_ desired: DesiredSet) -> [String] {
    desired.entries.map { entry in
      let fields = entry.fields.map {
        "\($0.name)@\($0.nameMark)/\($0.valueMark)=\($0.value) \($0.isHidden) of \(String(describing: $0.field?.row))"
      }
      return
        "\(entry.address) \(entry.state) \(entry.id ?? "-") \(entry.location) \(fields) after \(entry.references.sorted())"
    }
  }

  @Test func changesNothing() throws {
    let foreseen = try BlueprintText.desired(Self.text(isForeseen: true))
    let inTurn = try BlueprintText.desired(Self.text(isForeseen: false))
    #expect(foreseen.entries.count > 500 && foreseen.diagnostics.count > 100)
    #expect(Self.shown(foreseen) == Self.shown(inTurn))
    #expect(BlueprintText.lines(foreseen.diagnostics) == BlueprintText.lines(inTurn.diagnostics))
  }

  @Test func changesNothingThatIsRendered() throws {
    func rendered(isForeseen: Bool) throws -> [Value] {
      RenderedSet(
        [BlueprintText.file(Self.text(isForeseen: isForeseen))], catalog: try EmbeddedCatalog.newest.load(),
        options: BlueprintText.options()
      ).entries.map(\.value)
    }
    #expect(try rendered(isForeseen: true) == rendered(isForeseen: false))
  }

  /// A text that stands for too much in all entries together, and in none alone.
  @Test func findsWhereThereIsTooMuch() throws {
    let entries = (0..<600).map {
      "- {model: authentik_core.group, identifiers: {name: g\($0)}, attrs: {attributes: {a: *a}}}\n"
    }
    let text = "context: {a: &a \(String(repeating: "x", count: 40_000))}\nentries:\n" + entries.joined()
    let desired = try BlueprintText.desired(text)
    #expect(
      BlueprintText.lines(desired.diagnostics)
        == "error 402:80 the tags of this file produce more than 1000000 values; that cannot be meant\n")
  }

  /// A key that any entry spells out makes references of what was only a text.
  @Test func isNotUsedWhereAPrimaryKeyIsSpelledOut() throws {
    let key = "00000000-0000-4000-8000-00000000000a"
    let desired = try BlueprintText.desired(
      // Far apart, so that one is foreseen without a look at the other.
      "entries:\n- {model: authentik_core.group, identifiers: {name: child}, attrs: {parents: [\(key)]}}\n"
        + (0..<300).map {
          "- {model: authentik_core.group, identifiers: {name: x\($0)}, attrs: {is_superuser: true}}\n"
        }
        .joined()
        + "- {model: authentik_core.group, identifiers: {pk: \(key), name: parent}}\n")
    let others = desired.entries.filter { $0.identifiers["name"]?.string?.hasPrefix("x") == true }
    #expect(others.count == 300 && others.allSatisfy { $0.values["is_superuser"] == true })
    let child = try #require(desired.entries.first { $0.identifiers["name"] == "child" })
    #expect(child.references.map(\.description) == ["authentik_core.group[name=parent]"])
  }
}
