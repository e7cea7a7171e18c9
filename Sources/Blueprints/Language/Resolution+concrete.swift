import Catalog
import Model
import OrderedCollections
import YAML

extension Resolution {
  /// Computes a value from arguments that must be known. References count as known if the server has told their keys.
  ///
  /// If an argument is unknown, the result is symbolic if it may still become known. Otherwise it is pending: only an
  /// apply can compute it.
  mutating func concrete(
    _ arguments: [Value], _ use: TagUse, _ body: (inout Resolution, [Value]) -> TracedValue?
  ) -> TracedValue? {
    let arguments = arguments.map { located($0) }
    let references = arguments.flatMap(\.references)
    // The entry depends on these objects, whether their keys are known by now or not.
    let traces = references.filter { $0.known != nil && table.position(of: $0.address) != nil }
      .map { ValueTrace(steps: [], origin: .computed(from: $0.address)) }
    let known = arguments.compactMap(\.known)
    if known.count == arguments.count {
      return body(&self, known).map { TracedValue($0.value, $0.traces + traces) }
    }
    guard hasOpenEnd else {
      let sources = OrderedSet(references.filter { $0.known == nil })
      return TracedValue(.pending(PendingValue(tag: use.name, sources: Array(sources))), traces)
    }
    return TracedValue(
      Self.symbolic([String(use.name.dropFirst()).snakeCase: .list(arguments.map(\.symbolized))]))
  }

  /// Returns a symbol if the tag's own argument is not known yet. Nil if it is known, or if it never will be.
  func unknown(_ name: Value, _ use: TagUse) -> TracedValue? {
    guard name.reference != nil, hasOpenEnd else { return nil }
    return TracedValue(Self.symbolic([String(use.name.dropFirst()).snakeCase: .list([name.symbolized])]))
  }

  /// Adds the keys to references, for objects that the server has.
  mutating func located(_ value: Value) -> Value {
    switch value {
    case .reference(let reference): .reference(located(reference))
    case .list(let items): .list(items.map { located($0) })
    case .map(let entries): .map(ValueMap(uniqueKeysWithValues: entries.map { ($0.key, located($0.value)) }))
    default: value
    }
  }

  /// Planning looks up the objects of the set itself. The server is only asked about an object if its key decides a
  /// value.
  private mutating func located(_ reference: Reference) -> Reference {
    guard reference.known == nil, !options.isOffline, let index = table.position(of: reference.address),
      let identity = identity(of: index), let model = model(of: index)
    else { return reference }
    let (conditions, lacksAnswer) = asking { resolution in
      identity.identifiers.map { FindCondition(field: $0.key, value: resolution.located($0.value)) }
    }
    // The identifiers must be known first: an answer for only some of them would be wrong.
    guard !lacksAnswer, let answer = questions.ask(.find(model: model, conditions: conditions)) else {
      return reference
    }
    var found = reference
    found.known = answer.value.flatMap { key(reference.key, of: $0, catalog.kind(model)) }
    if found.known == nil { questions.noteLate(.find(model: model, conditions: conditions)) }
    return found
  }

  /// A placeholder for an unknown value. It is printed as a symbol.
  static func symbolic(_ symbol: Value) -> Value {
    let address = ResourceAddress(model: "flowform.unknown", identifiers: [(key: "value", value: symbol)])
    return .reference(Reference(address, symbol: symbol))
  }
}

extension Value {
  /// The value with keys instead of references. Nil if a key is unknown.
  fileprivate var known: Value? {
    switch self {
    case .reference(let reference): return reference.known
    case .pending: return nil
    case .list(let items):
      let known = items.compactMap(\.known)
      return known.count == items.count ? .list(known) : Value?.none
    case .map(let entries):
      let known = entries.compactMapValues(\.known)
      return known.count == entries.count ? .map(known) : Value?.none
    default: return self
    }
  }

  /// The value with symbols instead of references, as `render` prints it.
  var symbolized: Value {
    switch self {
    case .reference(let reference): reference.symbol
    case .list(let items): .list(items.map(\.symbolized))
    case .map(let entries): .map(entries.mapValues(\.symbolized))
    default: self
    }
  }

  /// The number of values inside the value. A long text counts as several.
  var size: Int {
    switch self {
    case .string(let text): 1 + text.utf8.count / 16
    case .list(let items): items.reduce(1) { $0 + $1.size }
    case .map(let entries): entries.values.reduce(1) { $0 + $1.size }
    default: 1
    }
  }
}

extension String {
  /// Turns `FindObject` into `find_object`.
  fileprivate var snakeCase: String {
    reduce(into: "") { $0 += ($1.isUppercase && !$0.isEmpty ? "_" : "") + $1.lowercased() }
  }
}
