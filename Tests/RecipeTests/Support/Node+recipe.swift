import YAML

/// The YAML of a recipe, with every scalar read as a text.
extension Node {
  static func recipe(_ text: String) throws -> Node {
    guard let node = try NodeReader.read(Array(text.utf8)) else { throw RecipeFailure("an empty document") }
    return node
  }

  var text: String? {
    if case .scalar(let text, _) = content { text } else { nil }
  }

  var items: [Node] {
    if case .list(let items) = content { items } else { [] }
  }

  var pairs: [(key: String, value: Node)] {
    guard case .map(let pairs) = content else { return [] }
    return pairs.map { ($0.key.text ?? "", $0.value) }
  }

  /// The value of a key, or of a key below another one.
  subscript(_ keys: String...) -> Node? {
    keys.reduce(Optional(self)) { node, key in node?.pairs.first { $0.key == key }?.value }
  }

  /// A map of texts, such as the variables of a step.
  var texts: [String: String] {
    Dictionary(pairs.map { ($0.key, $0.value.text ?? "") }, uniquingKeysWith: { $1 })
  }

  /// A list of texts.
  var list: [String] { items.compactMap(\.text) }
}

/// An error: a recipe that the test cannot interpret.
struct RecipeFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
