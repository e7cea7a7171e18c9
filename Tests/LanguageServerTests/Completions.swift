import LanguageServer
import Model
import OrderedCollections

/// What an editor is offered at the `|` of a text.
struct Completions {
  let text: String
  let items: [Value]

  init(
    _ text: String, others: [String] = [], snippets: Bool = false, settings: WorkspaceSettings = .plain()
  ) {
    var editor = Editor(
      settings: settings,
      capabilities: [
        "textDocument": [
          "completion": [
            "completionItem": ["snippetSupport": .bool(snippets), "documentationFormat": ["markdown"]]
          ]
        ]
      ])
    for (index, other) in others.enumerated() {
      editor.open(other, as: "file:///workspace/blueprints/other\(index).yaml")
    }
    editor.open(text)
    let place = Editor.place(text.replacing("\r\n", with: "\n"))
    items = editor.request("textDocument/completion", place)["items"]?.list ?? []
    self.text = text
  }

  var labels: [String] { items.compactMap { $0["label"]?.string } }

  func item(_ label: String) -> Value? { items.first { $0["label"]?.string == label } }

  /// The text after an item was chosen.
  func after(_ label: String) -> String? {
    guard let edit = item(label)?["textEdit"], let range = TextRange(edit["range"]),
      let new = edit["newText"]?.string
    else { return nil }
    var document = TextDocument(DocumentURI(Editor.uri), Array(text.replacing("|", with: "").utf8))
    document.replace(range, with: new)
    return String(decoding: document.bytes, as: UTF8.self)
  }
}
