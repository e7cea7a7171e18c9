import Model
package import YAML

/// What a blueprint file declares, and what it refers to, as it is written.
package struct FileFacts: Sendable {
  /// A name and where it stands.
  package struct Name: Sendable {
    package let text: String
    package let node: SourceNode
  }

  package let file: String
  package let document: TextDocument
  /// `metadata.name`.
  package private(set) var blueprint: Name?
  /// The keys of `context`, each with the node of its value.
  package private(set) var context: [SourceNode.Pair] = []
  package private(set) var entries: [EntryFacts] = []
  package private(set) var uses: [TagFacts] = []
  /// The nodes with an anchor, and the aliases.
  package private(set) var anchors: [Name] = []
  package private(set) var aliases: [Name] = []

  package init(_ file: String, _ tree: SyntaxTree) {
    self.file = file
    document = tree.document
    blueprint = tree.root["metadata"]?["name"].flatMap { node in node.text.map { Name(text: $0, node: node) }
    }
    context = tree.root["context"]?.pairs ?? []
    entries = Self.entries(tree.root["entries"]).map { EntryFacts($0.node, section: $0.section) }
    collect(tree.root)
  }

  private static func entries(_ node: SourceNode?) -> [(node: SourceNode, section: String?)] {
    if let items = node?.items { return items.filter { $0.pairs != nil }.map { ($0, nil) } }
    return (node?.pairs ?? []).flatMap { section in
      (section.value.items ?? []).filter { $0.pairs != nil }.map { ($0, section.key.text) }
    }
  }

  private mutating func collect(_ node: SourceNode) {
    if let anchor = node.anchor { anchors.append(Name(text: anchor, node: node)) }
    if case .alias(let name) = node.content { aliases.append(Name(text: name, node: node)) }
    if let tag = node.tag, let use = TagFacts(tag, node) { uses.append(use) }
    for child in node.children { collect(child) }
  }

  /// The entry that holds a byte.
  package func entry(at offset: Int) -> EntryFacts? {
    entries.last { $0.node.range.lowerBound <= offset && offset <= $0.node.range.upperBound }
  }

  /// The entries with an id; the first one counts for `!KeyOf`.
  package func entries(withID id: String) -> [EntryFacts] { entries.filter { $0.id?.text == id } }
}
