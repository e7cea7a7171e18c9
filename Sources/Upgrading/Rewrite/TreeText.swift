import Model
import YAML

/// How a tree of values and tags is written inside a file.
enum TreeText {
  /// A key and its value as the lines of a block map, without indentation. Nil if libyaml refuses a text.
  static func lines(_ key: String, _ tree: YAMLTree, listIndent: Int) -> [String]? {
    guard let text = try? Emitter.text(of: .map([.pair(key, tree)])) else { return nil }
    // The value of `|+` depends on the lines behind it, and libyaml ends the document there.
    guard !text.hasSuffix("\n\n"), !text.hasSuffix("\n...\n") else {
      return ["\(plain(key)): \(line(tree, quotesKeys: false))"]
    }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last?.isEmpty == true { lines.removeLast() }
    guard tree.isBlockList, lines.count > 1 else { return lines }
    let spaces = String(repeating: " ", count: listIndent)
    return [lines[0]] + lines.dropFirst().map { $0.isEmpty ? $0 : spaces + $0 }
  }

  /// A tree on one line, for flow lists and maps.
  static func line(_ tree: YAMLTree, quotesKeys: Bool) -> String {
    switch tree {
    case .value(.list(let items)): line(.list(items.map { .value($0) }), quotesKeys: quotesKeys)
    case .value(.map(let entries)):
      line(.map(entries.map { .pair($0.key, .value($0.value)) }), quotesKeys: quotesKeys)
    case .value(.string(let text)): quotesKeys ? JSONWriter.write(.string(text)) : plain(text)
    case .value(let value): JSONWriter.write(value)
    case .tagged(let tag, .value(.string(let text))): "\(tag) \(plain(text))"
    case .tagged(let tag, let inner): "\(tag) \(line(inner, quotesKeys: quotesKeys))"
    case .list(let items):
      "[" + items.map { line($0, quotesKeys: quotesKeys) }.joined(separator: ", ") + "]"
    case .map(let pairs):
      "{"
        + pairs.compactMap { pair in
          guard case .pair(let key, let value) = pair else { return nil }
          let name = quotesKeys ? JSONWriter.write(.string(key)) : plain(key)
          return "\(name): \(line(value, quotesKeys: quotesKeys))"
        }.joined(separator: ", ") + "}"
    }
  }

  private static func plain(_ text: String) -> String {
    ScalarText.of(text, style: .plain, isInFlow: true)
  }
}

extension YAMLTree {
  /// True if it is written as a list with a line for each item.
  fileprivate var isBlockList: Bool {
    switch self {
    case .list(let items): !items.isEmpty
    case .value(.list(let items)): !items.isEmpty
    default: false
    }
  }
}
