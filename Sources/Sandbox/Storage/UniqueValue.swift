import Model
import OrderedCollections

/// The stored form of values that must be unique.
enum UniqueValue {
  static func name(_ fields: [String]) -> String { fields.joined(separator: ",") }

  /// Nil if a value is null: in SQL nulls are never equal.
  static func text(_ fields: [String], in object: ValueMap) -> String? {
    let values = fields.map { object[$0] ?? .null }
    guard values.allSatisfy({ !$0.isNull }) else { return nil }
    return values.map { JSONWriter.write($0, style: .canonical) }.joined(separator: ",")
  }
}
