import Model
import OrderedCollections

/// Something that an editor offers to insert.
struct CompletionItem {
  /// The protocol's numbers.
  enum Kind: Int {
    case text = 1
    case function = 3
    case field = 5
    case variable = 6
    case kind = 7
    case module = 9
    case property = 10
    case value = 12
    case keyword = 14
    case snippet = 15
    case reference = 18
    case member = 20
    case constant = 21
  }

  let label: String
  let kind: Kind
  var detail: String?
  var documentation: String?
  var insert: Snippet
  /// Smaller ranks come first; items of a rank keep their order.
  var rank = 0

  init(
    _ label: String, _ kind: Kind, detail: String? = nil, documentation: String? = nil,
    insert: Snippet? = nil, rank: Int = 0
  ) {
    self.label = label
    self.kind = kind
    self.detail = detail
    self.documentation = documentation
    self.insert = insert ?? Snippet(label)
    self.rank = rank
  }

  func value(_ range: Value, position: Int, for client: ClientCapabilities, lineEnd: String) -> Value {
    let isSnippet = client.hasSnippets && insert.hasPlaces
    var text = isSnippet ? insert.marked : insert.plain
    let digits = String(position)
    var value: ValueMap = [
      "label": .string(label), "kind": .integer(kind.rawValue),
      "sortText": .string(String(repeating: "0", count: max(0, 5 - digits.count)) + digits),
      "filterText": .string(label),
    ]
    value["detail"] = detail.map(Value.string)
    if let documentation {
      value["documentation"] =
        client.hasMarkdownCompletions
        ? ["kind": "markdown", "value": .string(documentation)] : .string(documentation)
    }
    if isSnippet { value["insertTextFormat"] = 2 }
    if text.contains("\n") {
      // The indents are right already.
      value["insertTextMode"] = 1
      text = text.replacing("\n", with: lineEnd)
    }
    value["textEdit"] = ["range": range, "newText": .string(text)]
    return .map(value)
  }
}
