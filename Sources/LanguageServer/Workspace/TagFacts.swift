import Model
package import YAML

/// A use of a tag that refers to something, as it is written.
package struct TagFacts: Sendable {
  package enum Target: Sendable {
    /// The id of an entry of the file.
    case keyOf(String)
    /// An object by its model and fields. A condition is nil if its form is wrong.
    case find(model: String, conditions: [(field: SourceNode, value: SourceNode)])
    /// A key of the context.
    case context(String)
    case environment(String)
    case file(String)
  }

  package let target: Target
  /// The node with the tag.
  package let node: SourceNode
  /// The node of the name: the id, the model, the key or the path.
  package let name: SourceNode

  package init?(_ tag: String, _ node: SourceNode) {
    self.node = node
    switch tag {
    case "!KeyOf":
      guard let text = node.text else { return nil }
      target = .keyOf(text)
      name = node
    case "!Find", "!FindObject":
      guard let items = node.items, let first = items.first, let model = first.plainText else { return nil }
      target = .find(
        model: model.lowercased(),
        conditions: items.dropFirst().compactMap { item in
          guard let parts = item.items, parts.count == 2 else { return nil }
          return (parts[0], parts[1])
        })
      name = first
    case "!Context", "!Env", "!File":
      guard let scalar = node.text == nil ? node.items?.first : node, let text = scalar.text,
        scalar.tag == nil || scalar.range == node.range
      else { return nil }
      target =
        tag == "!Context" ? .context(text) : tag == "!Env" ? .environment(text) : .file(text)
      name = scalar
    default: return nil
    }
  }
}
