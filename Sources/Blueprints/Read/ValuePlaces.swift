package import Model
import YAML

/// The places of a value's parts in its file.
///
/// Only values with parts have one. Most values are scalars, and need only their own place.
package final class ValuePlaces: Sendable {
  package struct Place: Sendable {
    /// Nil for an element of a list, and for the whole value.
    package let name: Mark?
    package let value: Mark
  }

  private let node: Node

  /// Nil if the value has no parts.
  init?(_ node: Node) {
    switch node.content {
    case .scalar: return nil
    case .list, .map: self.node = node
    }
  }

  /// The place of the part at these steps. If a tag produces the part, the place of the tag.
  package func place(of steps: some Sequence<FieldPath.Step>) -> Place {
    var node = node
    var name: Mark?
    for step in steps {
      guard node.tag?.isCustom != true, let part = Self.part(step, of: node) else {
        return Place(name: nil, value: node.mark)
      }
      (name, node) = part
    }
    return Place(name: name, value: node.mark)
  }

  private static func part(_ step: FieldPath.Step, of node: Node) -> (Mark?, Node)? {
    switch (node.content, step) {
    case (.list(let items), .index(let index)):
      return items.indices.contains(index) ? (nil, items[index]) : nil
    case (.map(let source), .key(let key)):
      var diagnostics: [Diagnostic] = []
      let pair = MapPairs(source, file: "", diagnostics: &diagnostics)[key]
      return pair.map { ($0.mark, $0.value) }
    default: return nil
    }
  }
}
