import Model
import OrderedCollections

/// New texts for ranges of documents.
struct WorkspaceEdit {
  typealias Edit = (range: TextRange, text: String)

  private let edits: [DocumentURI: [Edit]]

  init(_ edits: [DocumentURI: [Edit]]) {
    self.edits = edits
  }

  var value: Value {
    let changes = edits.sorted { $0.key.text < $1.key.text }.map { uri, edits in
      (uri.text, Value.list(edits.map { ["range": $0.range.value, "newText": .string($0.text)] }))
    }
    return ["changes": .map(ValueMap(changes) { $1 })]
  }
}
