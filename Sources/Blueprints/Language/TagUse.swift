import Model
import YAML

/// One use of a tag: its node and its scope.
struct TagUse {
  let name: String
  let node: Node
  let scope: Scope

  /// The arguments of a tag with a list. Nil if its node is not a list.
  var list: [Node]? {
    if case .list(let items) = node.content { items } else { nil }
  }

  /// The text of a tag with a scalar, as written.
  var text: String? {
    if case .scalar(let text, _) = node.content { text } else { nil }
  }
}
