package import OrderedCollections

/// A JSON or YAML value: in blueprints and in the server's answers.
///
/// Maps keep the order of their keys for printing; equality ignores it, like JSON. `integer` and `double` are
/// different cases, but `1` equals `1.0`, like in Python. Texts are equal if their bytes are, as for the
/// server: a precomposed `é` differs from `e` with a combining accent.
package enum Value: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  /// An integer beyond 64 bits, as its decimal digits with an optional sign.
  case bigInteger(String)
  case double(Double)
  case string(String)
  case list([Value])
  case map(ValueMap)
  /// A key of another object; never in JSON that is sent or answered.
  indirect case reference(Reference)
  /// A value that only an apply can make; never in JSON that is sent or answered.
  indirect case pending(PendingValue)
}

/// The keys and values of a map, in the order of the source.
package typealias ValueMap = OrderedDictionary<String, Value>

extension Value {
  package var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  package var integer: Int? {
    if case .integer(let number) = self { number } else { nil }
  }

  package var bool: Bool? {
    if case .bool(let flag) = self { flag } else { nil }
  }

  package var list: [Value]? {
    if case .list(let items) = self { items } else { nil }
  }

  package var map: ValueMap? {
    if case .map(let entries) = self { entries } else { nil }
  }

  package var reference: Reference? {
    if case .reference(let reference) = self { reference } else { nil }
  }

  package var isNull: Bool {
    if case .null = self { true } else { false }
  }

  /// The value under a key, or nil if this is not a map or has no such key.
  package subscript(key: String) -> Value? {
    if case .map(let entries) = self { entries[key] } else { nil }
  }

  /// The name of this kind of value in a message.
  package var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .integer, .bigInteger: "an integer"
    case .double: "a number"
    case .string: "a text"
    case .list: "a list"
    case .map: "a map"
    case .reference: "a reference"
    case .pending: "known only after an apply"
    }
  }
}

extension Value: Hashable {
  package static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let one), .bool(let other)): one == other
    case (.integer(let one), .integer(let other)): one == other
    case (.bigInteger(let one), .bigInteger(let other)): one == other
    case (.double(let one), .double(let other)): one == other
    case (.integer(let one), .double(let other)), (.double(let other), .integer(let one)):
      Int(exactly: other) == one
    case (.string(let one), .string(let other)): one.hasSameBytes(as: other)
    case (.list(let one), .list(let other)): one == other
    case (.map(let one), .map(let other)):
      one.count == other.count && one.allSatisfy { other[$0.key] == $0.value }
    case (.reference(let one), .reference(let other)): one == other
    case (.pending(let one), .pending(let other)): one == other
    default: false
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let flag): hasher.combine(flag)
    case .integer(let number): hasher.combine(Double(number))
    case .bigInteger(let digits): hasher.combine(digits)
    case .double(let number): hasher.combine(number)
    case .string(let text): hasher.combine(text)
    case .list(let items): hasher.combine(items)
    case .map(let entries): hasher.combine(Set(entries.keys))
    case .reference(let reference): hasher.combine(reference)
    case .pending(let pending): hasher.combine(pending)
    }
  }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByFloatLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(floatLiteral value: Double) { self = .double(value) }
  package init(nilLiteral: ()) { self = .null }
  package init(arrayLiteral elements: Value...) { self = .list(elements) }
  package init(dictionaryLiteral elements: (String, Value)...) {
    self = .map(ValueMap(elements) { $1 })
  }
}
