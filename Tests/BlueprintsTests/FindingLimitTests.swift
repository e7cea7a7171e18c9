import Blueprints
import Model
import OrderedCollections
import Testing

/// If there are very many mistakes, only the first ones are listed. The result stays the same.
struct FindingLimitTests {
  struct File: Sendable, CustomTestStringConvertible {
    let what: String
    let text: String
    var isStrict = false
    /// The severities among the first thousand findings and the following ones.
    let severities: [Diagnostic.Severity]
    var testDescription: String { what }
  }

  private static let group =
    "- model: authentik_core.group\n  identifiers: {name: g}\n  attrs: {attributes: {v: ["
  private static func repeated(_ text: String) -> String { String(repeating: text, count: 1200) }

  private static let files = [
    File(what: "no entries", text: "entries:\n" + repeated("- 1\n"), severities: [.error, .note]),
    File(
      what: "unknown keys and a mistake",
      text: "entries:\n" + repeated("- {model: authentik_core.group, identifiers: {name: g}, x: 1}\n")
        + "- 1\n",
      severities: [.warning, .note, .error]),
    File(
      what: "tags", text: "entries:\n\(group)\(repeated("!KeyOf x,"))]}}", severities: [.error, .note]),
    File(
      what: "warnings of tags", text: "entries:\n\(group)\(repeated("!Context x,"))]}}",
      severities: [.warning, .note]),
    File(
      what: "warnings of tags and a mistake",
      text: "entries:\n\(group)\(repeated("!Context x,"))!KeyOf x]}}", severities: [.warning, .note, .error]),
    File(
      what: "warnings of tags and one that counts",
      text: "entries:\n\(group)\(repeated("!Context x,"))]}, nmae: 1}",
      isStrict: true, severities: [.warning, .note, .error]),
    // A mistake in an entry that a condition skips does not count.
    File(
      what: "mistakes that a condition leaves out",
      text: "entries:\n\(group)\(repeated("!KeyOf x,"))]}}\n  conditions: [false]\n\(group)!KeyOf x]}}",
      severities: [.error]),
    File(
      what: "keys that stand twice", text: "{\(repeated("a: 1, "))[]: 1, {}: 1}",
      severities: [.warning, .error, .warning]),
  ]

  @Test(arguments: files) func tellsTheFirst(_ file: File) throws {
    let found = try BlueprintText.desired(file.text, isStrict: file.isStrict).diagnostics
      .filter { !$0.message.hasPrefix("authentik_core.group[name=g] is described twice") }
    let severities = found.map(\.severity).reduce(into: [Diagnostic.Severity]()) {
      if $0.last != $1 { $0.append($1) }
    }
    #expect(severities == file.severities, "\(found.suffix(3))")
    #expect(found.count <= 1002)
    if file.severities.contains(.note) {
      #expect(
        found[1000].message == "this file has more than 1000 findings; the rest is not listed")
    }
  }
}
