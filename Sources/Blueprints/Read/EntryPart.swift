package import Model
package import YAML

/// The `identifiers` or `attrs` of an entry as they stand in its file.
package struct EntryPart: Sendable {
  package enum Content: Sendable {
    /// A map of few keys, which are ASCII, each once.
    case fields([EntryField])
    /// A tag that makes the map, or a map about whose keys there is something to say.
    indirect case node(Node)
  }

  package let content: Content
  package let mark: Mark

  var fields: [EntryField]? {
    if case .fields(let fields) = content { fields } else { nil }
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

  /// The fields of a map whose keys are ASCII, each once, and no merge keys.
  private static func fields(_ source: [Node.Pair]) -> [EntryField]? {
    // A large map is better searched by a table of its keys, which `MapPairs` has.
    guard source.count <= 64 else { return nil }
    var fields: [EntryField] = []
    fields.reserveCapacity(source.count)
    // By index, since a pair that is taken out is copied with all that it refers to.
    for index in source.indices {
      guard let name = MapPairs.plainText(of: source[index].key) else { return nil }
      // Other texts may be the same in two spellings.
      guard name.utf8.allSatisfy({ $0 < 0x80 }), !fields.name(name) else { return nil }
      fields.append(EntryField(name, source[index]))
    }
    return fields
  }
}
