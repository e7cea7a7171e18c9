import OrderedCollections

extension Value {
  /// Every reference in this value, at any depth.
  package var references: [Reference] {
    var found: [Reference] = []
    addReferences(to: &found)
    return found
  }

  /// True if it refers to an object, at any depth; values that only an apply can make count.
  package var hasReferences: Bool {
    switch self {
    case .reference, .pending: true
    case .list(let items): items.contains(where: \.hasReferences)
    case .map(let entries): entries.values.contains(where: \.hasReferences)
    case .null, .bool, .integer, .bigInteger, .double, .string: false
    }
  }

  /// In place, because most values hold none and many values are asked.
  package func addReferences(to found: inout [Reference]) {
    switch self {
    case .reference(let reference): found.append(reference)
    case .pending(let pending): found += pending.sources
    case .list(let items): for item in items { item.addReferences(to: &found) }
    case .map(let entries): for item in entries.values { item.addReferences(to: &found) }
    case .null, .bool, .integer, .bigInteger, .double, .string: break
    }
  }

  /// This value with references replaced by the look-up's results. A reference stays if the result is nil,
  /// and values that only an apply can make stay too.
  package func replacingReferences(_ lookUp: (Reference) -> Value?) -> Value {
    switch self {
    case .reference(let reference): lookUp(reference) ?? self
    case .list(let items): .list(items.map { $0.replacingReferences(lookUp) })
    case .map(let entries): .map(entries.mapValues { $0.replacingReferences(lookUp) })
    default: self
    }
  }

  /// True if only an apply can make this value or a part of it.
  package var isPending: Bool {
    switch self {
    case .pending: true
    case .list(let items): items.contains(where: \.isPending)
    case .map(let entries): entries.values.contains(where: \.isPending)
    default: false
    }
  }

  /// This value with each `{"pending": ADDRESS, "key": …}` of a saved plan turned back into a reference.
  package var restoringReferences: Value {
    switch self {
    case .list(let items): return .list(items.map(\.restoringReferences))
    case .map(let entries):
      guard let address = entries["pending"]?.string.flatMap({ ResourceAddress($0) }),
        let key = entries["key"]?.string.flatMap(Reference.Key.init(rawValue:))
      else { return .map(entries.mapValues(\.restoringReferences)) }
      let reference = Reference(address, key: key, symbol: .null)
      switch (entries.count, entries["within"]?.string) {
      case (2, _): return .reference(reference)
      case (3, let tag?): return .pending(PendingValue(tag: tag, sources: [reference]))
      default: return .map(entries.mapValues(\.restoringReferences))
      }
    default: return self
    }
  }
}
