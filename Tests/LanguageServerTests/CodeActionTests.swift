import LanguageServer
import Model
import OrderedCollections
import Testing

@Suite struct CodeActionTests {
  struct Case: CustomTestStringConvertible {
    let title: String
    let before: String
    let after: String
    var testDescription: String { title }
  }

  private static let head = "version: 1\nentries:\n"

  @Test(arguments: [
    Case(
      title: "Change to `title`",
      before:
        "- model: authentik_flows.flow\n  identifiers: {slug: a}\n  attrs: {titel|: A, name: A, designation: recovery}",
      after:
        "- model: authentik_flows.flow\n  identifiers: {slug: a}\n  attrs: {title: A, name: A, designation: recovery}"
    ),
    Case(
      title: "Change to `authentik_flows.flow`",
      before: "- model: 'authentik_flows.flw|'\n  identifiers: {slug: a}",
      after: "- model: 'authentik_flows.flow'\n  identifiers: {slug: a}"),
    Case(
      title: "Change to `recovery`",
      before: "- model: authentik_flows.flow\n  identifiers: {slug: a}\n  attrs: {designation: recover|}",
      after: "- model: authentik_flows.flow\n  identifiers: {slug: a}\n  attrs: {designation: recovery}"),
    Case(
      title: "Change to `!KeyOf`", before: "- model: authentik_flows.flow\n  identifiers: {slug: !KeyO| a}",
      after: "- model: authentik_flows.flow\n  identifiers: {slug: !KeyOf a}"),
    Case(
      title: "Change to `flow`",
      before:
        "- {model: authentik_flows.flow, id: flow, identifiers: {slug: a}}\n- model: authentik_flows.flowstagebinding\n  identifiers: {target: !KeyOf flw|, order: 1}",
      after:
        "- {model: authentik_flows.flow, id: flow, identifiers: {slug: a}}\n- model: authentik_flows.flowstagebinding\n  identifiers: {target: !KeyOf flow, order: 1}"
    ),
    Case(
      title: "Change to `identifiers`", before: "- model: authentik_flows.flow\n  identifers|: {slug: a}",
      after: "- model: authentik_flows.flow\n  identifiers: {slug: a}"),
    Case(
      title: "Remove `xyz`",
      before: "- model: authentik_flows.flow\n  identifiers: {slug: a}\n  attrs:\n    xyz|: 1\n    name: A",
      after: "- model: authentik_flows.flow\n  identifiers: {slug: a}\n  attrs:\n    name: A"),
    Case(
      title: "Add `name`, `title`, `designation`",
      before: "- |model: authentik_flows.flow\n  identifiers:\n    slug: a",
      after:
        "- model: authentik_flows.flow\n  identifiers:\n    slug: a\n  attrs:\n    name: a\n    title: a\n    designation: authentication"
    ),
    Case(
      title: "Write !KeyOf flow instead of the primary key",
      before:
        "- model: authentik_flows.flow\n  id: flow\n  identifiers: {slug: a, pk: 0f6a5bd6-3c4e-4a5e-8f0e-0b8a5c3f4a11}\n- model: authentik_flows.flowstagebinding\n  identifiers: {target: 0f6a5bd6-3c4e|-4a5e-8f0e-0b8a5c3f4a11, order: 1}",
      after:
        "- model: authentik_flows.flow\n  id: flow\n  identifiers: {slug: a, pk: 0f6a5bd6-3c4e-4a5e-8f0e-0b8a5c3f4a11}\n- model: authentik_flows.flowstagebinding\n  identifiers: {target: !KeyOf flow, order: 1}"
    ),
  ])
  func isOffered(_ example: Case) throws {
    var editor = Editor()
    editor.open(Self.head + example.before)
    let found = editor.findings()
    var parameters = Editor.place(Self.head + example.before).map ?? [:]
    parameters["range"] = ["start": parameters["position"] ?? .null, "end": parameters["position"] ?? .null]
    parameters["context"] = ["diagnostics": .list(found)]
    let actions = editor.request("textDocument/codeAction", .map(parameters)).list ?? []
    let action = actions.first { $0["title"]?.string == example.title }
    let all = actions.compactMap { $0["title"]?.string }
    let edits = try #require(action?["edit"]?["changes"]?[Editor.uri]?.list, "\(all) \(found)")
    var document = TextDocument(
      DocumentURI(Editor.uri), Array((Self.head + example.before).replacing("|", with: "").utf8))
    for edit in edits.reversed() {
      document.replace(TextRange(edit["range"]), with: edit["newText"]?.string ?? "")
    }
    #expect(document.text(0..<document.bytes.count) == Self.head + example.after)
  }

  @Test func anOldFormIsWrittenAsTheVersionHasIt() throws {
    var editor = Editor()
    let text = """
      version: 1
      entries:
      - model: authentik_providers_oauth2.oauth2provider
        identifiers: {name: a}
        attrs:
          redirect_uris: https://a.example.com
          authorization_flow: !Find [authentik_flows.flow, [slug, x]]
      """
    editor.open(text)
    _ = editor.findings()
    let place: Value = ["line": 5, "character": 24]
    let actions = editor.request(
      "textDocument/codeAction",
      [
        "textDocument": ["uri": .string(Editor.uri)], "range": ["start": place, "end": place],
        "context": ["diagnostics": [], "only": ["quickfix"]],
      ]
    ).list
    let edit = try #require(
      actions?.first { $0["title"]?.string?.hasPrefix("Write it as authentik") == true }?["edit"])
    #expect(JSONWriter.write(edit).contains("matching_mode: strict"))
  }
}
