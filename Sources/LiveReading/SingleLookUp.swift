import Catalog
import Model
import OrderedCollections
import Planning

/// How one target is found without reading the whole list.
struct SingleLookUp: Sendable {
  let filters: [(name: String, value: String)]
  let primaryKeys: [Value]

  /// Nil if the server cannot be asked for this target alone.
  init?(_ target: LookupTarget, of kind: Kind) {
    filters = target.identifiers.filter { kind.canFilter(by: $0.key) }.compactMap { name, value in
      kind.filters[name].flatMap { Self.filterText(value, as: $0) }.map { (name: name, value: $0) }
    }
    primaryKeys = target.primaryKeys.filter { !$0.isNull }
    // One that is known by its key alone is asked for by that.
    let isNamed = !filters.isEmpty || (target.identifiers.isEmpty && !primaryKeys.isEmpty)
    let hasKeys = primaryKeys.isEmpty || kind.primaryKeyFilter != nil || kind.retrievesByPrimaryKey
    guard isNamed, hasKeys else { return nil }
  }

  /// The maximum number of requests: each primary key may need a separate one.
  var cost: Int { 1 + primaryKeys.count }

  /// What the filter is asked for, or nil if it would not select by this value alone.
  private static func filterText(_ value: Value, as type: FieldType) -> String? {
    switch Coercion.normalized(value, as: type) {
    case .string(let text) where !text.isEmpty: text
    case .integer(let number): String(number)
    case .bool(let flag): flag ? "true" : "false"
    default: nil
    }
  }
}

extension Kind {
  var retrievesByPrimaryKey: Bool { detailField == primaryKey }

  /// The filter of the list that takes a primary key: `pk` itself, or `flow_uuid` of a flow.
  var primaryKeyFilter: String? {
    let behindDot = model.split(separator: ".").last ?? ""
    return [primaryKey, "\(behindDot)_uuid"].first { filters[$0] != nil }
  }
}
