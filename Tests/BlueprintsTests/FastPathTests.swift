import Catalog
import Model
import OrderedCollections
import Testing

@testable import Blueprints

/// The fast path gives the same result as the slow path. `BlueprintText` compares them in every test.
struct FastPathTests {
  /// Entries of every sort, one per line, and more than are read at a time.
  private static func text(_ more: String = "") -> String {
    let lines = (0..<700).map { index in
      let sorts = [
        "model: authentik_core.group, id: g\(index), identifiers: {name: g\(index)}, attrs: {attributes: {a: [1, {b: x}]}}",
        "model: authentik_core.group, identifiers: {name: c\(index)}, attrs: {parents: [!KeyOf g\(index - 1)]}",
        // The same object twice, far apart.
        "model: authentik_core.group, identifiers: {name: g\(index % 70)}, attrs: {is_superuser: true}",
        "model: Authentik_Core.Application, identifiers: {slug: a\(index)}, attrs: {name: A, icon: x.svg}",
        // Identifiers that override attributes, and an unknown field.
        "model: authentik_core.group, identifiers: {name: o\(index)}, attrs: {name: x, is_superuser: false}",
        "model: authentik_core.group, identifiers: {name: u\(index)}, attrs: {nmae: x}",
        "model: authentik_core.group, state: absent, identifiers: {name: d\(index)}",
        "model: authentik_core.user, identifiers: {username: n\(index)}, attrs: {name: N, password: p, path: users}",
        "model: authentik_policies_expression.expressionpolicy, identifiers: {name: e\(index)}, attrs: {expression: 'return True'}",
        "model: authentik_core.group, identifiers: {name: w\(index)}, attrs: {is_superuser: perhaps}",
      ]
      return "- {\(sorts[index % sorts.count])\(more)}\n"
    }
    return "entries:\n" + lines.joined()
  }

  @Test func changesNothing() throws {
    let desired = try BlueprintText.desired(Self.text())
    #expect(desired.entries.count > 500 && desired.diagnostics.count > 100)
    _ = try BlueprintText.rendered([BlueprintText.file(Self.text())])
  }

  /// A condition sends every entry to the slow path.
  @Test func changesNoEntry() throws {
    let (fast, long) = (
      try BlueprintText.desired(Self.text()), try BlueprintText.desired(Self.text(", conditions: [true]"))
    )
    #expect(Shown.lines(of: fast) == Shown.lines(of: long))
  }

  /// An entry that is not selected has no findings, but its secrets are still masked.
  @Test func changesNothingOfASelection() throws {
    let desired = try BlueprintText.desired(Self.text()) { $0.only = Selection(["authentik_core.user"]) }
    #expect(desired.entries.count == 70)
  }

  @Test(arguments: [FastPath.on, .off]) func resolvesWhatItCan(path: FastPath) throws {
    let parsed = ParsedSet(
      [BlueprintText.file(Self.text())], catalog: try BlueprintText.catalog(), fastPath: path)
    let fast = parsed.blueprints.entries.count { $0.fast != nil }
    #expect(fast == (path.isOn ? 350 : 0))
  }

  /// A text that is too large over all entries together, and in no single one.
  @Test func findsWhereThereIsTooMuch() throws {
    let entries = (0..<600).map {
      "- {model: authentik_core.group, identifiers: {name: g\($0)}, attrs: {attributes: {a: *a}}}\n"
    }
    let text = "context: {a: &a \(String(repeating: "x", count: 4000))}\nentries:\n" + entries.joined()
    let desired = try BlueprintText.desired([BlueprintText.file(text)], valueLimit: 100_000)
    #expect(
      BlueprintText.lines(desired.diagnostics)
        == "error 393:80 the tags of this file produce more than 100000 values; check what !Enumerate repeats\n"
    )
  }

  /// If an entry declares a primary key, texts with that key become references.
  @Test func isNotUsedWhereAPrimaryKeyIsSpelledOut() throws {
    let key = "00000000-0000-4000-8000-00000000000a"
    let desired = try BlueprintText.desired(
      // Far apart, so that one is resolved before the other is read.
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
