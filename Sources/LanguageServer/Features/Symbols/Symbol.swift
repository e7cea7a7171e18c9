import Model
import OrderedCollections

/// Something that an editor lists: an entry, a key of the context, or the blueprint itself.
struct Symbol {
  let name: String
  let detail: String
  let kind: SymbolKind
  let range: TextRange
  let selection: TextRange
  var children: [Symbol] = []

  /// The symbol with those below it.
  var value: Value {
    var value: ValueMap = [
      "name": .string(name), "detail": .string(detail), "kind": .integer(kind.rawValue), "range": range.value,
      "selectionRange": selection.value,
    ]
    if !children.isEmpty { value["children"] = .list(children.map(\.value)) }
    return .map(value)
  }

  /// The symbol and those below it, for clients that know no tree.
  func flat(in document: TextDocument, below container: String?) -> [Value] {
    var value: ValueMap = [
      "name": .string(name), "kind": .integer(kind.rawValue),
      "location": ["uri": document.uri.value, "range": range.value],
    ]
    if let container = container ?? (detail.isEmpty ? nil : detail) {
      value["containerName"] = .string(container)
    }
    return [.map(value)] + children.flatMap { $0.flat(in: document, below: name) }
  }
}
