import Model
import OrderedCollections
import YAML

extension Resolution {
  /// Makes a value of values that must be known: keys that the server has told stand for references. Where
  /// one is not known, the result is symbolic if it may still become known, and else an error.
  mutating func concrete(
    _ arguments: [Value], _ use: TagUse, _ body: (inout Resolution, [Value]) -> Value?
  ) -> Value? {
    let known = arguments.compactMap(\.known)
    if known.count == arguments.count { return body(&self, known) }
    guard hasOpenEnd else {
      let address = arguments.lazy.compactMap(\.firstUnknown).first?.address.description ?? "a reference"
      return fail(
        "\(use.name) needs the key of \(address), which is only known after an apply", use.node, use.scope)
    }
    return Self.symbolic([String(use.name.dropFirst()).snakeCase: .list(arguments.map(\.symbolized))])
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
    case .list(let items):
      let known = items.compactMap(\.known)
      return known.count == items.count ? .list(known) : Value?.none
    case .map(let entries):
      let known = entries.compactMapValues(\.known)
      return known.count == entries.count ? .map(known) : Value?.none
    default: return self
    }
  }

  fileprivate var firstUnknown: Reference? {
    switch self {
    case .reference(let reference): reference.known == nil ? reference : nil
    case .list(let items): items.lazy.compactMap(\.firstUnknown).first
    case .map(let entries): entries.values.lazy.compactMap(\.firstUnknown).first
    default: nil
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

  /// Every reference in the value.
  var references: [Reference] {
    switch self {
    case .reference(let reference): [reference]
    case .list(let items): items.flatMap(\.references)
    case .map(let entries): entries.values.flatMap(\.references)
    default: []
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
