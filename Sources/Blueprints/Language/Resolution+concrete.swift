import Catalog
import Model
import OrderedCollections
import YAML

extension Resolution {
  /// Makes a value of values that must be known: keys that the server tells stand for references.
  ///
  /// Where one is not known, the result is symbolic if it may still become known, and else pending: what
  /// only an apply can make.
  mutating func concrete(
    _ arguments: [Value], _ use: TagUse, _ body: (inout Resolution, [Value]) -> TracedValue?
  ) -> TracedValue? {
    let arguments = arguments.map { located($0) }
    let known = arguments.compactMap(\.known)
    if known.count == arguments.count { return body(&self, known) }
    guard hasOpenEnd else {
      let sources = OrderedSet(arguments.flatMap(\.references).filter { $0.known == nil })
      return TracedValue(.pending(PendingValue(tag: use.name, sources: Array(sources))))
    }
    return TracedValue(
      Self.symbolic([String(use.name.dropFirst()).snakeCase: .list(arguments.map(\.symbolized))]))
  }

  /// What stands for the value of a tag whose own name is not known yet; nil where it is known, or never will be.
  func unknown(_ name: Value, _ use: TagUse) -> TracedValue? {
    guard name.reference != nil, hasOpenEnd else { return nil }
    return TracedValue(Self.symbolic([String(use.name.dropFirst()).snakeCase: .list([name.symbolized])]))
  }

  /// The value with the keys of those of its references whose objects the server has.
  mutating func located(_ value: Value) -> Value {
    switch value {
    case .reference(let reference): .reference(located(reference))
    case .list(let items): .list(items.map { located($0) })
    case .map(let entries): .map(ValueMap(uniqueKeysWithValues: entries.map { ($0.key, located($0.value)) }))
    default: value
    }
  }

  /// Planning itself finds the objects of the set; the server is asked for one only where its key decides
  /// what a value is.
  private mutating func located(_ reference: Reference) -> Reference {
    guard reference.known == nil, !options.isOffline, let index = table.position(of: reference.address),
      let identity = identity(of: index), let model = model(of: index)
    else { return reference }
    let (conditions, lacksAnswer) = asking { resolution in
      identity.identifiers.map { FindCondition(field: $0.key, value: resolution.located($0.value)) }
    }
    // What it is found by comes first: an answer to less than that would be wrong.
    guard !lacksAnswer, let answer = questions.ask(.find(model: model, conditions: conditions)) else {
      return reference
    }
    var found = reference
    found.known = answer.value.flatMap { key(reference.key, of: $0, catalog.kind(model)) }
    if found.known == nil { questions.noteLate(.find(model: model, conditions: conditions)) }
    return found
  }

  /// A value that stands for one that is not known, and is printed as a symbol.
  static func symbolic(_ symbol: Value) -> Value {
    let address = ResourceAddress(model: "flowform.unknown", identifiers: [(key: "value", value: symbol)])
    return .reference(Reference(address, symbol: symbol))
  }
}

extension Value {
  /// The value with the keys that the server has told in the place of references; nil where one is unknown.
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

  /// The value with symbols in the place of references, as `render` prints it.
  var symbolized: Value {
    switch self {
    case .reference(let reference): reference.symbol
    case .list(let items): .list(items.map(\.symbolized))
    case .map(let entries): .map(entries.mapValues(\.symbolized))
    default: self
    }
  }

  /// How many values the value holds; a long text counts as several.
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
  /// `FindObject` as `find_object`.
  fileprivate var snakeCase: String {
    reduce(into: "") { $0 += ($1.isUppercase && !$0.isEmpty ? "_" : "") + $1.lowercased() }
  }
}
