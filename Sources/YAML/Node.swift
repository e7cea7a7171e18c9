package import Model

/// A part of a YAML document: a scalar, a list or a map, with its tag and its place.
///
/// An alias becomes the node of its anchor, with the anchor's place.
package struct Node: Sendable {
  package enum Content: Sendable {
    /// The text. `isPlain` is true if it has no quotes: then it may mean something other than text.
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
  /// The tag as written, such as `!Find`, or the full name of a standard tag (`tag:yaml.org,2002:str`). Nil if there is
  /// none.
  package let tag: Tag?
  package let mark: Mark

  package init(_ content: Content, tag: Tag? = nil, mark: Mark) {
    self.content = content
    self.tag = tag
    self.mark = mark
  }
}

/// The tag of a node. It is a class, since every node has room for it and few nodes have one.
package final class Tag: Sendable, Hashable {
  package let name: String

  package init(_ name: String) {
    self.name = name
  }

  package static func == (left: Tag, right: Tag) -> Bool { left.name == right.name }

  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
