import Model
import YAML

/// The keys and values of a YAML map as PyYAML's SafeLoader makes them.
///
/// Merge keys (`<<`) are written out before the map's own keys, keys that are no text become text, and of
/// a key that stands twice the last wins, with a warning that names both places.
struct MapPairs {
  struct Pair {
    let key: String
    let mark: Mark
    let value: Node
  }

  private(set) var pairs: [Pair] = []
  /// Where each key stands; small maps are searched from the front, which is faster.
  private var positions: [String: Int]?

  init(_ source: [Node.Pair], file: String, diagnostics: inout [Diagnostic]) {
    pairs.reserveCapacity(source.count)
    if source.count > 16 { positions = [:] }
    // Merged keys stand first, so that the map's own win.
    for pair in source where Self.isMerge(pair.key) {
      merge(pair.value, file: file, diagnostics: &diagnostics)
    }
    let mergedCount = pairs.count
    for pair in source where !Self.isMerge(pair.key) {
      let key = Self.text(of: pair.key, file: file, diagnostics: &diagnostics)
      let new = Pair(key: key, mark: pair.key.mark, value: pair.value)
      guard let index = index(of: key) else {
        append(new)
        continue
      }
      if index >= mergedCount {
        let first = pairs[index].mark.location(in: file)
        diagnostics.append(
          .warning(
            "the key `\(key)` stands twice in this map, first at line \(first.line), column \(first.column); the last one wins",
            at: new.mark.location(in: file)))
      }
      pairs[index] = new
    }
  }

  subscript(key: String) -> Pair? {
    index(of: key).map { pairs[$0] }
  }

  private func index(of key: String) -> Int? {
    positions.map { $0[key] } ?? pairs.firstIndex { $0.key == key }
  }

  private mutating func append(_ pair: Pair) {
    positions?[pair.key] = pairs.count
    pairs.append(pair)
  }

  private static func isMerge(_ key: Node) -> Bool {
    guard key.tag == nil, case .scalar("<<", isPlain: true) = key.content else { return false }
    return true
  }

  private mutating func merge(_ node: Node, file: String, diagnostics: inout [Diagnostic]) {
    switch node.content {
    case .map(let source):
      let merged = MapPairs(source, file: file, diagnostics: &diagnostics)
      for pair in merged.pairs where self[pair.key] == nil { append(pair) }
    case .list(let items):
      // Of several maps the first one has the last word.
      for item in items {
        guard case .map = item.content else {
          diagnostics.append(
            .error("a merge key (`<<`) takes a map or a list of maps", at: item.mark.location(in: file)))
          continue
        }
        merge(item, file: file, diagnostics: &diagnostics)
      }
    case .scalar:
      diagnostics.append(
        .error("a merge key (`<<`) takes a map or a list of maps", at: node.mark.location(in: file)))
    }
  }

  private static func text(of key: Node, file: String, diagnostics: inout [Diagnostic]) -> String {
    guard case .scalar(let text, let isPlain) = key.content else {
      diagnostics.append(.error("a list or map cannot be a key", at: key.mark.location(in: file)))
      return ""
    }
    guard isPlain, key.tag == nil else { return text }
    switch PlainScalar.value(of: text) {
    case .string(let text): return text
    case .some(let value): return JSONWriter.write(value)
    case nil: return text
    }
  }
}
