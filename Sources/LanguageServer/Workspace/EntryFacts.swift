import Model
package import YAML

/// An entry as it is written.
package struct EntryFacts: Sendable {
  package let node: SourceNode
  /// The section of a file that has its entries in sections.
  package let section: String?

  package init(_ node: SourceNode, section: String? = nil) {
    self.node = node
    self.section = section
  }

  package var model: FileFacts.Name? { name("model") }
  package var id: FileFacts.Name? { name("id") }
  package var state: String? { node["state"]?.text }
  package var identifiers: [SourceNode.Pair] { node["identifiers"]?.pairs ?? [] }
  package var attrs: [SourceNode.Pair] { node["attrs"]?.pairs ?? [] }

  /// The value of a field, from the identifiers first.
  package func field(_ name: String) -> SourceNode? {
    (identifiers.last { $0.key.text == name } ?? attrs.last { $0.key.text == name })?.value
  }

  /// A short name for people: that of the object, or else its id.
  package var title: String? {
    ["slug", "username", "name", "identifier", "domain"].lazy.compactMap { field($0)?.plainText }.first
      ?? id?.text
  }

  private func name(_ key: String) -> FileFacts.Name? {
    guard let node = node[key], let text = node.text, node.tag == nil else { return nil }
    return FileFacts.Name(text: text, node: node)
  }
}

extension SourceNode {
  /// The text of a scalar without a tag.
  package var plainText: String? { tag == nil ? text : nil }
}
