import Blueprints
import Catalog
import Model

/// The entries of a model by the value of one field, so that each look-up need not go through a large set.
struct EntryColumn {
  struct Key: Hashable {
    let model: String
    let field: String
  }

  private var literals: [String: [EntryPosition]] = [:]
  /// The entries with a value that takes more to compare.
  private var others: [EntryPosition] = []

  init(_ key: Key, _ set: WrittenSet) {
    for entry in set.entries(ofModel: key.model) {
      guard let node = set.field(key.field, of: entry) else { continue }
      if let text = node.literal.flatMap(Self.folded) {
        literals[text, default: []].append(entry)
      } else {
        others.append(entry)
      }
    }
  }

  func candidates(for value: Value) -> [EntryPosition] {
    ((Self.folded(value).flatMap { literals[$0] } ?? []) + others).sorted()
  }

  /// The same text for all values that a server may count as equal.
  private static func folded(_ value: Value) -> String? {
    if let flag = Coercion.boolean(value) { return flag ? "1" : "0" }
    if let number = Coercion.number(value) { return String(number) }
    return value.string.map { Coercion.canonicalUUID($0) ?? Coercion.trimmed($0).lowercased() }
  }

  static func covers(_ model: String, _ kind: Kind) -> Bool { BaseClass.covers(model, kind) }
}
