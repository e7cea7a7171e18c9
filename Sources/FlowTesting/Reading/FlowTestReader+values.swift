import Blueprints
import Model
import OrderedCollections
import YAML

/// The values of a test file. Each function reports a mistake and returns nil, or the rest without it.
extension FlowTestReader {
  mutating func note(_ path: FieldPath, _ node: Node) { places[path] = node.mark.location(in: file) }

  /// The pairs of a map that has only these keys; nil allows all.
  mutating func map(_ node: Node, _ what: String, keys: [String]? = nil) -> MapPairs? {
    guard case .map(let source) = node.content, node.tag?.isCustom != true else {
      return fail("\(what) is \(node.describe); expected a map", node)
    }
    var findings: [Diagnostic] = []
    let pairs = MapPairs(source, file: file, diagnostics: &findings)
    for finding in findings { report(finding) }
    for pair in pairs.pairs {
      guard let keys, !keys.contains(pair.key) else { continue }
      let hint = Suggestion.hint(for: pair.key, among: keys)
      error(
        "unknown key `\(pair.key.shortened)` in \(what)\(hint.isEmpty ? "; it has \(keys.joined(separator: ", "))" : hint)",
        pair.mark)
    }
    return pairs
  }

  mutating func list(_ node: Node, _ what: String) -> [Node] {
    if case .list(let items) = node.content, node.tag?.isCustom != true { return items }
    error("\(what) is \(node.describe); expected a list", node.mark)
    return []
  }

  mutating func flag(_ node: Node, _ what: String) -> Bool? {
    guard let value = resolver.value(of: node) else { return nil }
    if value.hasReferences { return false }
    return value.bool ?? fail("\(what) is \(node.describe); expected true or false", node)
  }

  /// A text that a map must have.
  mutating func needed(
    _ key: String, _ pairs: MapPairs, in what: String, _ node: Node, such example: String
  ) -> String? {
    guard let pair = pairs[key] else {
      return fail("\(what) has no `\(key)`; expected for example `\(key): \(example)`", node)
    }
    note(FieldPath(key), pair.value)
    return text(pair.value, "`\(key)`")
  }

  /// A text. A number or a boolean counts as it is written. Empty if a tag makes it and its value is not known without
  /// a server.
  mutating func text(_ node: Node, _ what: String) -> String? {
    guard let value = resolver.value(of: node) else { return nil }
    let text: String
    switch value {
    case .reference, .pending: return ""
    case .string(let found): text = found
    case .integer, .bigInteger, .double, .bool:
      if case .scalar(let written, _) = node.content, node.tag == nil {
        text = written
      } else {
        text = JSONWriter.write(value)
      }
    case .null, .list, .map: return fail("\(what) is \(node.describe); expected a text", node)
    }
    return text.isEmpty ? fail("\(what) is empty; expected a text", node) : text
  }

  mutating func texts(_ node: Node, _ what: String) -> [String] {
    if node.tag?.isCustom == true {
      guard let value = resolver.value(of: node), !value.hasReferences else { return [] }
      guard let texts = value.texts else {
        error("\(what) is \(value.typeName); expected a list of texts", node.mark)
        return []
      }
      return texts
    }
    return list(node, what).compactMap { text($0, "an item of \(what)") }
  }

  /// A pattern, which may be empty.
  mutating func pattern(_ node: Node, _ what: String) -> TextPattern? {
    guard let value = resolver.value(of: node) else { return nil }
    let source: String
    switch value {
    case .string(let text): source = text
    case .reference, .pending: return TextPattern(".*")
    default:
      guard let text = text(node, what) else { return nil }
      source = text
    }
    let pattern = TextPattern(source)
    guard pattern.isValid else {
      return fail(
        "`\(source.shortened)` is no regular expression; put a backslash before a character that stands for itself",
        node)
    }
    return pattern
  }

  mutating func patterns(
    _ node: Node, _ what: String, _ path: FieldPath
  ) -> OrderedDictionary<String, TextPattern> {
    var patterns: OrderedDictionary<String, TextPattern> = [:]
    for pair in map(node, what)?.pairs ?? [] {
      note(path.appending(.key(pair.key)), pair.value)
      patterns[pair.key] = pattern(pair.value, "`\(pair.key)`")
    }
    return patterns
  }
}

extension Value {
  /// The items of a list of texts, or a text alone.
  fileprivate var texts: [String]? {
    if let string { return [string] }
    guard let list else { return nil }
    let texts = list.compactMap(\.string)
    return texts.count == list.count ? texts : nil
  }
}
