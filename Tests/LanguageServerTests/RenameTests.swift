import Blueprints
import LanguageServer
import Model
import Testing

@Suite struct RenameTests {
  static let capabilities: Value = ["workspace": ["workspaceEdit": ["documentChanges": true]]]

  /// Applies the edits of an answer to a text.
  static func applied(_ answer: Value, to text: String, uri: String) -> String {
    var document = TextDocument(DocumentURI(uri), Array(text.utf8))
    let versioned = answer["documentChanges"]?.list?.first { $0["textDocument"]?["uri"]?.string == uri }
    let edits = versioned?["edits"]?.list ?? answer["changes"]?[uri]?.list ?? []
    let ordered = edits.compactMap { edit in
      TextRange(edit["range"]).map { (range: $0, text: edit["newText"]?.string ?? "") }
    }.sorted { $0.range.start > $1.range.start }
    for edit in ordered { document.replace(edit.range, with: edit.text) }
    return document.text(0..<document.bytes.count)
  }

  @Test(arguments: [
    ("!KeyOf fl", "ow", "start", ["id: start", "!KeyOf start,"]),
    ("id: fl", "ow", "yes", ["id: \"yes\"", "!KeyOf \"yes\","]),
    ("id: fl", "ow", "a, b", ["id: \"a, b\"", "!KeyOf \"a, b\","]),
    ("id: fl", "ow", "1.0", ["id: \"1.0\"", "!KeyOf \"1.0\","]),
    ("id: fl", "ow", "ü🦊", ["id: \"ü🦊\"", "!KeyOf \"ü🦊\","]),
    ("id: 'st", "age'", "it's", ["id: 'it''s'", "stage: !KeyOf \"it's\""]),
    ("id: 'st", "age'", "no", ["id: 'no'", "stage: !KeyOf \"no\""]),
    ("!Context comp", "any", "firm", ["\n  firm: Acme", "title: !Context firm,", "!Context firm]"]),
    ("\"ü🦊 no", "te\"", "say \"x\"", ["\"say \\\"x\\\"\": &note"]),
    ("&no", "te", "text", ["&text hello", "cache: *text}"]),
    ("attrs: *na", "mes", "n-1", ["identifiers: &n-1\n", "attrs: *n-1\n"]),
    ("{name: Lo", "gin}", "Sign: in", ["metadata: {name: \"Sign: in\"}"]),
  ])
  func changesEachPlace(_ before: String, _ after: String, _ name: String, _ expected: [String]) throws {
    for lineEnd in ["\n", "\r\n"] {
      for capabilities in [Self.capabilities, [:]] {
        let text = Samples.login.replacing("\n", with: lineEnd)
        var editor = Samples.editor(text, capabilities: capabilities)
        let findings = (editor.findings(), editor.findings(Samples.otherURI))
        var place = Editor.place(Samples.marked(before, after))
        let prepared = editor.request("textDocument/prepareRename", place)
        #expect(prepared["placeholder"] != nil)
        place = place.merged(with: ["newName": .string(name)])
        let answer = editor.request("textDocument/rename", place)
        let new = Self.applied(answer, to: text, uri: Editor.uri)
        for part in expected { #expect(new.contains(part.replacing("\n", with: lineEnd)), "\(new)") }
        editor.change(2, [["text": .string(new)]])
        let other = Self.applied(answer, to: Samples.other, uri: Samples.otherURI)
        editor.change(2, [["text": .string(other)]], uri: Samples.otherURI)
        #expect(Self.messages(editor.findings(), name) == Self.messages(findings.0, name))
        #expect(Self.messages(editor.findings(Samples.otherURI), name) == Self.messages(findings.1, name))
        // Back again.
        let again = try editor.response(
          "textDocument/rename",
          Self.start(of: prepared).merged(with: ["newName": prepared["placeholder"] ?? .null])
        ).get()
        editor.change(
          3, [["text": .string(Self.applied(again, to: new, uri: Editor.uri))]])
        #expect(Self.messages(editor.findings(), name) == Self.messages(findings.0, name))
      }
    }
  }

  /// The codes and lines: the messages quote the name.
  private static func messages(_ findings: [Value], _ name: String) -> [String] {
    findings.map { "\($0["code"]?.string ?? "") \($0["range"]?["start"]?["line"]?.integer ?? -1)" }
  }

  private static func start(of prepared: Value) -> Value {
    [
      "textDocument": ["uri": .string(Editor.uri)],
      "position": prepared["range"]?["start"] ?? .null,
    ]
  }

  @Test func namesTheVersion() {
    var editor = Samples.editor(capabilities: Self.capabilities)
    let place = Editor.place(Samples.marked("{name: Lo", "gin}")).merged(with: ["newName": "New"])
    let changes = editor.request("textDocument/rename", place)["documentChanges"]?.list ?? []
    #expect(changes.compactMap { $0["textDocument"]?["version"]?.integer } == [1, 1])
    let edits = changes.map { $0["edits"]?.list?.count ?? 0 }
    // The application by the file's path keeps it.
    #expect(edits == [1, 1])
  }

  @Test(arguments: [
    ("!KeyOf fl", "ow", "", "the new name is empty"),
    ("!KeyOf fl", "ow", " ", "the new name is empty"),
    ("!KeyOf fl", "ow", "stage", "`stage` is taken: another entry of the file has this id"),
    ("  comp", "any: Acme", "rule", "`rule` is taken: `!Context rule` uses it already"),
    ("  comp", "any: Acme", "ü🦊 note", "`ü🦊 note` is taken: the context of the file has this key"),
    ("&no", "te", "names", "`names` is taken: another node of the file has this anchor"),
    ("&no", "te", "ü", "an anchor has only letters of ASCII, digits, `-` and `_`"),
    (
      "{name: Lo", "gin}", "Other", "`Other` is taken: /workspace/blueprints/other.yaml has this name"
    ),
  ])
  func refusesNames(_ before: String, _ after: String, _ name: String, _ reason: String) {
    var editor = Samples.editor()
    let place = Editor.place(Samples.marked(before, after)).merged(with: ["newName": .string(name)])
    guard case .failure(let error) = editor.response("textDocument/rename", place) else {
      Issue.record("the name is accepted")
      return
    }
    #expect(error.message == reason)
  }

  /// A line that cannot be read may use the name; any other broken line is no obstacle.
  @Test(arguments: [("flow", false), ("other", true)])
  func looksAtBrokenLines(_ name: String, _ isPossible: Bool) {
    let text = Samples.login + "- model: x\n  attrs: {target: !KeyOf \(name)\n"
    var editor = Samples.editor(text)
    let place = Editor.place(Samples.marked("id: fl", "ow")).merged(with: ["newName": "new"])
    let response = editor.response("textDocument/rename", place)
    if isPossible {
      #expect(Self.applied((try? response.get()) ?? .null, to: text, uri: Editor.uri).contains("!KeyOf new,"))
    } else {
      guard case .failure(let error) = response else {
        Issue.record("the line is ignored")
        return
      }
      #expect(error.message.hasPrefix("line 31 of "))
    }
  }

  @Test(arguments: [
    ("negate: !Env FL", "AG"), ("!Context [ru", "le"), ("design", "ation"), ("[slug, lo", "gin"),
    ("vers", "ion"),
  ])
  func refusesWhatHasNoName(_ before: String, _ after: String) {
    var editor = Samples.editor()
    let place = Editor.place(Samples.marked(before, after))
    guard case .failure(let error) = editor.response("textDocument/prepareRename", place) else {
      Issue.record("it can be renamed")
      return
    }
    #expect(!error.message.isEmpty)
  }
}
