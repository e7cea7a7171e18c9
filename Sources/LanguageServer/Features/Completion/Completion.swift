package import Model
import OrderedCollections

/// `textDocument/completion`: what can be written at the cursor.
package enum Completion {
  /// The most items of one answer; the editor asks again while more is typed.
  static let limit = 500

  package static func answer(
    _ workspace: inout Workspace, _ parameters: Value
  ) throws(ResponseError) -> Value {
    let place = try DocumentPlace(parameters, workspace)
    let client = workspace.client
    let hasSnippets = client.hasSnippets
    let cursors = CursorNode.all(place.document, at: place.offset)
    var items: [CompletionItem] = []
    var seen: Set<String> = []
    for cursor in cursors {
      let context = CompletionContext(cursor, workspace.catalog)
      let padding = Snippet(String(repeating: " ", count: cursor.padding))
      let found = context.items(&workspace, place.file, hasSnippets: hasSnippets)
      for item in Self.sorted(found) where seen.insert(item.label).inserted {
        var item = item
        if cursor.padding > 0 { item.insert = padding + item.insert }
        if cursor.quote != nil { item.insert = item.insert + Snippet(context.quoteEnd) }
        items.append(item)
      }
    }
    guard let cursor = cursors.first else { return ["isIncomplete": false, "items": []] }
    let isIncomplete = items.count > limit
    if isIncomplete {
      let prefix = cursor.prefix.lowercased()
      let matching =
        prefix.isEmpty ? items[...] : items.filter { $0.label.lowercased().contains(prefix) }[...]
      items = Array(matching.prefix(limit))
    }
    let range = place.document.range(cursor.range).value
    let lineEnd = place.document.hasWindowsLineEnds ? "\r\n" : "\n"
    return [
      "isIncomplete": .bool(isIncomplete),
      "items": .list(
        items.enumerated().map { position, item in
          item.value(range, position: position, for: client, lineEnd: lineEnd)
        }),
    ]
  }

  private static func sorted(_ items: [CompletionItem]) -> [CompletionItem] {
    items.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element)
  }
}

extension TextDocument {
  /// True if the first line ends like those of Windows.
  fileprivate var hasWindowsLineEnds: Bool {
    guard let end = bytes.firstIndex(of: 0x0A), end > 0 else { return false }
    return bytes[end - 1] == 0x0D
  }
}
