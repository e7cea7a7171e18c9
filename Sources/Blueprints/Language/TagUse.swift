import Model
import YAML

/// One use of a tag: the node behind it, and where it stands.
struct TagUse {
  let name: String
  let node: Node
  let scope: Scope

  /// The arguments of a tag that takes a list; nil where something else stands behind it.
  var list: [Node]? {
    if case .list(let items) = node.content { items } else { nil }
  }

  /// The text of a tag that takes a scalar, as it is written.
  var text: String? {
    if case .scalar(let text, _) = node.content { text } else { nil }
  }
}
