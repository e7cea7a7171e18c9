import Model
package import YAML

/// The `identifiers` or `attrs` of an entry as they stand in its file.
package struct EntryPart: Sendable {
  package enum Content: Sendable {
    /// A map whose keys are texts, each once.
    case fields([EntryField])
    /// A tag that makes the map, or a map about whose keys there is something to say.
    indirect case node(Node)
  }

  package let content: Content
  package let mark: Mark

  init(_ node: Node, file: String) {
    mark = node.mark
    guard case .map(let source) = node.content, node.tag?.isCustom != true else {
      content = .node(node)
      return
    }
    var diagnostics: [Diagnostic] = []
    let pairs = MapPairs(source, file: file, diagnostics: &diagnostics).pairs
    content = diagnostics.isEmpty ? .fields(pairs.map(EntryField.init)) : .node(node)
  }
}
