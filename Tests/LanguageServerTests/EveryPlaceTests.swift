import LanguageServer
import Model
import OrderedCollections
import TestSupport
import Testing

/// Questions at every byte of the examples.
@Suite struct EveryPlaceTests {
  @Test(arguments: ["login", "recovery"], [false, true])
  func isAnswered(_ name: String, isBroken: Bool) throws {
    var text = try ProjectFiles.text("blueprints/\(name).yaml")
    // A line that is being written, and places that count differently.
    if isBroken { text = text.replacing("Acme - ", with: "ü🦊 ") + "  - model: [\n" }
    var editor = Editor()
    editor.open(text)
    let document = TextDocument(DocumentURI(Editor.uri), Array(text.utf8))
    let end = document.position(of: document.bytes.count)
    for offset in 0...document.bytes.count {
      let position = document.position(of: offset)
      let parameters: Value = [
        "textDocument": ["uri": .string(Editor.uri)], "position": position.value,
        "context": ["includeDeclaration": true],
      ]
      for method in ["hover", "definition", "references", "prepareRename"] {
        guard case .success(let answer) = editor.response("textDocument/\(method)", parameters) else {
          #expect(method == "prepareRename")
          continue
        }
        let found = answer.list ?? [answer]
        for range in found.compactMap({ TextRange($0["range"]) }) {
          #expect(range.start <= range.end && range.end <= end)
          #expect(document.position(of: document.offset(of: range.start)) == range.start)
          #expect(document.position(of: document.offset(of: range.end)) == range.end)
          if method == "hover" || method == "prepareRename" {
            #expect(range.start <= position && position <= range.end || method == "prepareRename")
          }
        }
      }
    }
  }

  /// A few lines that stand for a great many values, and look-ups that need themselves.
  @Test func endsInTime() {
    let context = (0..<30).map { "  k\($0): [!Context k\($0 + 1), !Context k\($0 + 1)]\n" }.joined()
    let entries = (0..<200).map { number in
      """
      - model: authentik_flows.flowstagebinding
        identifiers:
          target: !Find [authentik_flows.flowstagebinding, [target__target__order, \(number)], [order, !Context k0]]
          order: !Find [authentik_flows.flowstagebinding, [order, !Find [authentik_flows.flowstagebinding, [target, 1]]]]

      """
    }.joined()
    let text = "context:\n" + context + "entries:\n" + entries
    var editor = Editor()
    editor.open(text)
    for (before, after) in [("target: !Fi", "nd"), ("order: !Fi", "nd"), ("[order, !Con", "text")] {
      let place = Editor.place(Samples.marked(before, after, in: text))
      for method in ["hover", "definition", "references", "prepareRename", "documentSymbol"] {
        _ = editor.response("textDocument/\(method)", place)
      }
    }
  }
}
