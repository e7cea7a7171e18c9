import Catalog
import Model

/// The entries that may meet a condition of a `!Find`, so that each look-up need not go through a large set.
struct FindIndex {
  /// The entries of a model that declare a field.
  struct Column {
    private var literals: [Value: [Int]] = [:]
    /// The entries whose value must be resolved before it can be compared.
    private var others: [Int] = []

    /// Adds an entry with the value of its field; nil if the value is not known yet.
    mutating func add(_ index: Int, value: Value?) {
      if let value, value.keyText != nil {
        literals[Self.folded(value), default: []].append(index)
      } else {
        others.append(index)
      }
    }

    /// The entries that may have the value, in the order of the set.
    func candidates(for value: Value) -> [Int] {
      ((literals[Self.folded(value)] ?? []) + others).sorted()
    }

    /// The same value for all values that a server may count as equal.
    private static func folded(_ value: Value) -> Value {
      if let flag = Coercion.boolean(value) { return flag ? 1 : 0 }
      // NaN is not equal to itself, so no look-up would find it.
      if let number = Coercion.number(value), !number.isNaN { return .double(number) }
      return value.string.map { .string(Coercion.trimmed($0).lowercased()) } ?? value
    }
  }

  struct Key: Hashable {
    let model: String
    let field: String
  }

  var columns: [Key: Column] = [:]
  var entries: [String: [Int]] = [:]
}
