package import Model

/// A part of a YAML document: a scalar, a list or a map, with its tag and its place.
///
/// An alias stands as the node of its anchor, with the anchor's place.
package struct Node: Sendable {
  package enum Content: Sendable {
    /// The text; `isPlain` where it stands without quotes and may so mean something other than text.
    case scalar(String, isPlain: Bool)
    case list([Node])
    case map([Pair])
  }

  package struct Pair: Sendable {
    package let key: Node
    package let value: Node

    package init(key: Node, value: Node) {
      self.key = key
      self.value = value
    }
  }

  package let content: Content
  /// As written, such as `!Find`, or the full name of a standard tag (`tag:yaml.org,2002:str`); nil
  /// where none is written.
  package let tag: Tag?
  package let mark: Mark

  package init(_ content: Content, tag: Tag? = nil, mark: Mark) {
    self.content = content
    self.tag = tag
    self.mark = mark
  }
}

/// The tag of a node; a reference, since few nodes have one and every node has room for it.
package final class Tag: Sendable, Hashable {
  package let name: String

  package init(_ name: String) {
    self.name = name
  }

  package static func == (left: Tag, right: Tag) -> Bool { left.name == right.name }

  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
