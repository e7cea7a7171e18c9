package import Model
import OrderedCollections

/// `textDocument/completion`: what can be written at the cursor.
package enum Completion {
  /// The most items of one answer; the editor asks again while more is typed.
  private static let limit = 1_000

  package static func answer(
    _ workspace: inout Workspace, _ parameters: Value
  ) throws(ResponseError) -> Value {
    let place = try DocumentPlace(parameters, workspace)
    guard let cursor = CursorNode.find(place.document, at: place.offset) else {
      return ["isIncomplete": false, "items": []]
    }
    let hasSnippets = workspace.supportsSnippets
    let context = CompletionContext(cursor, workspace.catalog)
    var items = context.items(&workspace, place.file, hasSnippets: hasSnippets)
    let isIncomplete = items.count > limit
    if isIncomplete {
      let prefix = cursor.prefix.lowercased()
      items = Array(items.filter { $0.label.lowercased().contains(prefix) }.prefix(limit))
    }
    let sorted = items.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
    let range = place.document.range(cursor.range).value
    let lineEnd = place.document.hasWindowsLineEnds ? "\r\n" : "\n"
    return [
      "isIncomplete": .bool(isIncomplete),
      "items": .list(
        sorted.enumerated().map { position, item in
          item.element.value(range, position: position, hasSnippets: hasSnippets, lineEnd: lineEnd)
        }),
    ]
  }
}

extension TextDocument {
  /// True if the first line ends like those of Windows.
  fileprivate var hasWindowsLineEnds: Bool {
    guard let end = bytes.firstIndex(of: 0x0A), end > 0 else { return false }
    return bytes[end - 1] == 0x0D
  }
}
