package import Model
package import YAML

/// The `identifiers` or `attrs` of an entry, as written in its file.
package struct EntryPart: Sendable {
  package enum Content: Sendable {
    /// A small map with ASCII keys that appear once each.
    case fields([EntryField])
    /// A tag that makes the map, or a map with a finding about its keys.
    indirect case node(Node)
  }

  package let content: Content
  package let mark: Mark

  var fields: [EntryField]? {
    if case .fields(let fields) = content { fields } else { nil }
  }

  /// The fields as the file has them. `isComplete` is false if a tag makes the map: then the fields are not known.
  package var written: (fields: [EntryField], isComplete: Bool) {
    switch content {
    case .fields(let fields): return (fields, true)
    case .node(let node):
      guard case .map(let source) = node.content, node.tag?.isCustom != true else { return ([], false) }
      var diagnostics: [Diagnostic] = []
      let pairs = MapPairs(source, file: "", diagnostics: &diagnostics).pairs
      return (pairs.map { EntryField($0.key, $0.mark, $0.value) }, true)
    }
  }

  init(_ fields: [EntryField], mark: Mark) {
    content = .fields(fields)
    self.mark = mark
  }

  init(_ node: Node) {
    mark = node.mark
    guard case .map(let source) = node.content, node.tag?.isCustom != true else {
      content = .node(node)
      return
    }
    content = Self.fields(source).map(Content.fields) ?? .node(node)
  }

  /// The fields of a map. Nil unless its keys are ASCII, appear once each, and are no merge keys.
  private static func fields(_ source: [Node.Pair]) -> [EntryField]? {
    // For a large map, the key table of `MapPairs` is faster.
    guard source.count <= 64 else { return nil }
    var fields: [EntryField] = []
    fields.reserveCapacity(source.count)
    // A loop over indexes: to take a pair out copies all that it refers to.
    for index in source.indices {
      guard let name = MapPairs.plainText(of: source[index].key) else { return nil }
      // Other texts may be equal in two spellings.
      guard name.utf8.allSatisfy({ $0 < 0x80 }), !fields.name(name) else { return nil }
      fields.append(EntryField(name, source[index]))
    }
    return fields
  }
}
