package import Model
package import YAML

/// The keys and values of a YAML map, as PyYAML's SafeLoader reads them.
///
/// Merge keys (`<<`) are expanded before the map's own keys. Keys that are no texts become texts. If a key appears
/// twice, the last one wins, and a warning names both places.
package struct MapPairs {
  package struct Pair {
    package let key: String
    package let mark: Mark
    package let value: Node
  }

  package private(set) var pairs: [Pair] = []
  /// The position of each key. Nil for small maps: a search from the front is faster there.
  private var positions: [String: Int]?

  package init(_ source: [Node.Pair], file: String, diagnostics: inout [Diagnostic]) {
    pairs.reserveCapacity(source.count)
    // Merged keys come first, and the map's own keys replace them. Of two merge keys, the second wins.
    for pair in source where Self.isMerge(pair.key) {
      for merged in Self.merged(pair.value, file: file, diagnostics: &diagnostics) { set(merged) }
    }
    let mergedCount = pairs.count
    for pair in source where !Self.isMerge(pair.key) {
      guard let key = Self.text(of: pair.key) else {
        diagnostics.addOfMap(
          .error("a list or map cannot be a key", at: pair.key.mark.location(in: file)))
        continue
      }
      let new = Pair(key: key, mark: pair.key.mark, value: pair.value)
      guard let index = index(of: key) else {
        append(new)
        continue
      }
      if index >= mergedCount {
        let first = pairs[index].mark.location(in: file)
        diagnostics.addOfMap(
          .warning(
            "the key `\(key.shortened)` appears twice in this map, first at line \(first.line), column \(first.column); the last one wins",
            at: new.mark.location(in: file)
          ).related(first, "first written here"))
      }
      pairs[index] = new
    }
  }

  package subscript(key: String) -> Pair? {
    index(of: key).map { pairs[$0] }
  }

  private func index(of key: String) -> Int? {
    positions.map { $0[key] } ?? pairs.firstIndex { $0.key == key }
  }

  private mutating func append(_ pair: Pair) {
    pairs.append(pair)
    if positions != nil {
      positions?[pair.key] = pairs.count - 1
    } else if pairs.count > 16 {
      positions = Dictionary(uniqueKeysWithValues: pairs.enumerated().map { ($1.key, $0) })
    }
  }

  private mutating func set(_ pair: Pair) {
    if let index = index(of: pair.key) { pairs[index] = pair } else { append(pair) }
  }

  private static func isMerge(_ key: Node) -> Bool {
    guard key.tag == nil, case .scalar("<<", isPlain: true) = key.content else { return false }
    return true
  }

  /// The pairs that a merge key expands to.
  private static func merged(_ node: Node, file: String, diagnostics: inout [Diagnostic]) -> [Pair] {
    switch node.content {
    case .map(let source):
      return MapPairs(source, file: file, diagnostics: &diagnostics).pairs
    case .list(let items) where items.allSatisfy({ if case .map = $0.content { true } else { false } }):
      // Of several maps, the first wins.
      return items.reversed().flatMap { merged($0, file: file, diagnostics: &diagnostics) }
    default:
      diagnostics.addOfMap(
        .error("a merge key (`<<`) takes a map or a list of maps", at: node.mark.location(in: file)))
      return []
    }
  }

  /// The key of a pair as text. Nil for a merge key, and for a key that is a list or map.
  static func plainText(of key: Node) -> String? { isMerge(key) ? nil : text(of: key) }

  /// Nil for lists and maps.
  private static func text(of key: Node) -> String? {
    guard case .scalar(let text, let isPlain) = key.content else { return nil }
    guard isPlain, key.tag == nil else { return text }
    switch PlainScalar.value(of: text) {
    case .string(let text): return text
    case .some(let value): return JSONWriter.write(value)
    case nil: return text
    }
  }
}
