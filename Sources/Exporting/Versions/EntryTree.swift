import Model
import OrderedCollections
import YAML

/// The parts of an entry that is about to be written.
struct EntryTree {
  let model: String
  let id: String?
  var identifiers: [YAMLTree.Pair]
  var attrs: [YAMLTree.Pair]

  /// Nil for an entry that applies another file.
  init?(_ tree: YAMLTree) {
    guard case .map(let pairs) = tree else { return nil }
    var (model, id): (String?, String?)
    identifiers = []
    attrs = []
    var isObject = false
    for case .pair(let name, let value) in pairs {
      switch (name, value) {
      case ("model", .value(let value)): model = value.string
      case ("id", .value(let value)): id = value.string
      case ("identifiers", .map(let pairs)):
        identifiers = pairs
        isObject = true
      case ("attrs", .map(let pairs)): attrs = pairs
      default: break
      }
    }
    guard let model, isObject else { return nil }
    self.model = model
    self.id = id
  }

  var tree: YAMLTree {
    var pairs: [YAMLTree.Pair] = [.pair("model", .value(.string(model)))]
    if let id { pairs.append(.pair("id", .value(.string(id)))) }
    pairs.append(.pair("identifiers", .map(identifiers)))
    if !attrs.isEmpty { pairs.append(.pair("attrs", .map(attrs))) }
    return .map(pairs)
  }

  /// The model and the identifiers that are texts, for messages.
  var text: String {
    let names = identifiers.compactMap { pair -> String? in
      if case .pair(_, .value(let value)) = pair { value.string ?? JSONWriter.write(value) } else { nil }
    }
    return ([model] + names).joined(separator: " ")
  }
}

extension YAMLTree {
  /// The value, if there is no tag in it.
  var plain: Value? {
    switch self {
    case .value(let value): return value
    case .tagged: return nil
    case .list(let items):
      let values = items.compactMap(\.plain)
      return values.count == items.count ? .list(values) : nil
    case .map(let pairs):
      var map = ValueMap()
      for case .pair(let key, let value) in pairs {
        guard let value = value.plain else { return nil }
        map[key] = value
      }
      return .map(map)
    }
  }
}
