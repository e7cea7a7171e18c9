import Catalog
import YAML

/// The cursor's surroundings: the node there, its meaning, and the entry around it.
struct CompletionContext {
  let cursor: CursorNode
  let scope: CompletionScope
  /// The meaning of the node; for a key, that of the map around it.
  let expected: Expected
  let isKey: Bool
  /// True if the node is an item of a list.
  let isItem: Bool
  /// The keys of the map around a key, without the one at the cursor.
  let siblings: Set<String>

  init(_ cursor: CursorNode, _ catalog: Catalog) {
    self.cursor = cursor
    var scope = CompletionScope(catalog: catalog)
    var expected = Expected.top
    var parent: SourceNode?
    var isKey = false
    var isItem = false
    for step in cursor.steps {
      isItem = false
      switch step.role {
      case .root: break
      case .item(let index):
        isItem = true
        expected = Self.item(index, of: parent, expected)
      case .key: isKey = true
      case .value(let pair):
        expected =
          parent?.tag == nil ? expected.value(of: pair.key.text ?? "", in: scope) : .any
      }
      if case .entry = expected, step.node.pairs != nil, !isKey { scope.entry = step.node }
      parent = step.node
    }
    let node = cursor.node
    if cursor.part == .text, !isKey, let tag = node.tag { expected = expected.text(of: tag) }
    self.scope = scope
    self.expected = expected
    self.isKey = isKey
    self.isItem = isItem
    let around = cursor.steps.dropLast().last?.node.pairs ?? []
    siblings =
      isKey ? Set(around.compactMap { $0.key.text }.filter { !$0.contains(MarkedText.mark) }) : []
  }

  /// The text that a text in quotes needs after it.
  var quoteEnd: String { cursor.missingQuote + (isKey && !cursor.hasColon ? ": " : "") }

  private static func item(_ index: Int, of parent: SourceNode?, _ expected: Expected) -> Expected {
    if let parent, let tag = parent.tag { return expected.argument(index, of: tag, parent) }
    guard case .tag(.findCondition(let model)) = expected else { return expected.item }
    let field = parent?.items?.first?.text ?? ""
    return index == 0 ? .tag(.findField(model: model)) : .tag(.findValue(model: model, field: field))
  }
}
