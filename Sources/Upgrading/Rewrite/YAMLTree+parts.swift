import Model
import OrderedCollections
import YAML

extension SourceNode {
  /// True if all texts of a list or map are in double quotes.
  var isJSON: Bool {
    switch content {
    case .scalar(_, .doubleQuoted): true
    case .scalar(let text, .plain): PlainScalar.value(of: text)?.string == nil
    case .scalar, .alias: false
    case .list(let items, _): !items.isEmpty && items.allSatisfy(\.isJSON)
    case .map(let pairs, _): !pairs.isEmpty && pairs.allSatisfy { $0.key.isJSON && $0.value.isJSON }
    }
  }
}

extension YAMLTree {
  /// The members of a map; nil for anything else.
  var members: OrderedDictionary<String, YAMLTree>? {
    switch self {
    case .value(.map(let entries)):
      return OrderedDictionary(entries.map { ($0.key, .value($0.value)) }) { $1 }
    case .map(let pairs):
      return OrderedDictionary(
        pairs.compactMap { pair in
          if case .pair(let key, let value) = pair { (key, value) } else { nil }
        }
      ) { $1 }
    default: return nil
    }
  }

  /// The items of a list; nil for anything else.
  var items: [YAMLTree]? {
    switch self {
    case .value(.list(let items)): items.map { .value($0) }
    case .list(let items): items
    default: nil
    }
  }

  /// The value, if there is no tag in it.
  var known: Value? {
    switch self {
    case .value(let value): return value
    case .tagged: return nil
    case .list(let items):
      let values = items.compactMap(\.known)
      return values.count == items.count ? .list(values) : nil
    case .map:
      guard let members else { return nil }
      let values = members.compactMapValues(\.known)
      return values.count == members.count ? .map(values) : nil
    }
  }
}
