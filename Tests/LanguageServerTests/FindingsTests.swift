import LanguageServer
import Model
import Testing

@Suite struct FindingsTests {
  static let entries = """
    version: 1
    entries:
    - model: authentik_flows.flow
      id: flow
      identifiers: {slug: login}
      attrs: {name: Login, title: Login, designation: authentication}
    - model: authentik_flows.flow
      identifiers: {slug: other}
      attrs:
        nam: Other

    """

  private static let capabilities: Value = [
    "textDocument": ["publishDiagnostics": ["relatedInformation": true, "codeDescriptionSupport": true]]
  ]

  @Test func areThoseOfValidate() {
    var editor = Editor(capabilities: Self.capabilities)
    editor.open(Self.entries)
    let found = editor.findings()
    #expect(found.compactMap { $0["code"]?.string } == ["field", "required"])
    #expect(found.first?["message"]?.string == "unknown field `nam`; did you mean `name`?")
    #expect(found.first?["severity"] == 2)
    #expect(
      found.first?["range"] == [
        "start": ["line": 9, "character": 4], "end": ["line": 9, "character": 7],
      ])
    #expect(found.first?["codeDescription"]?["href"]?.string?.hasPrefix("https://") == true)
  }

  @Test(arguments: [
    "      attrs: {name: [\n", "  title\n", "      title: \"x\n", "  - id: [x\n", "\t- x: y\n",
  ])
  func aBrokenLineDoesNotSilenceTheRest(_ line: String) {
    var editor = Editor()
    editor.open(Self.entries + "- model: authentik_flows.flow\n" + line + "  identifiers: {slug: third}\n")
    let found = editor.findings()
    #expect(found.first?["code"] == "syntax")
    #expect(
      found.contains { $0["message"]?.string == "unknown field `nam`; did you mean `name`?" },
      "\(found.map { JSONWriter.write($0) })")
  }

  @Test func changesAreMadeAtTheirPlaces() {
    var editor = Editor()
    editor.open(Self.entries.replacing("Other", with: "Ölig 🦊"))
    editor.change(
      2,
      [
        // Behind the fox, which counts as two.
        [
          "range": ["start": ["line": 9, "character": 16], "end": ["line": 9, "character": 16]], "text": "!",
        ],
        [
          "range": ["start": ["line": 9, "character": 7], "end": ["line": 9, "character": 7]], "text": "e",
        ],
      ])
    #expect(editor.findings().compactMap { $0["code"]?.string } == ["required"])
  }

  @Test func aRelatedPlaceIsNamed() {
    var editor = Editor(capabilities: Self.capabilities)
    editor.open(Self.entries.replacing("slug: other", with: "slug: login").replacing("nam:", with: "name:"))
    let related = editor.findings().first?["relatedInformation"]?.list?.first
    #expect(related?["message"] == "first described here")
    #expect(related?["location"]?["range"]?["start"]?["line"] == 2)
  }
}
