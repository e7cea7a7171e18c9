package import Model
import OrderedCollections

/// What an entry must be like for a change to matter to it.
package struct ChangeCondition: Sendable {
  /// Fields that must be there.
  package let present: [String]
  /// Fields that must not be there, besides the one that the change is about.
  package let missing: [String]
  /// True if the field itself must be missing, although nothing sets it.
  package let isAbsent: Bool
  /// The values that the field must have one of.
  package let values: [Value]?
  /// A regular expression that a text must hold.
  package let pattern: String?
  /// The number that the field must be below.
  package let below: Double?
  /// The object that authentik ships, and that the entry must identify or look up: its model, a field and its value.
  package let shipped: ShippedObject?
  /// The state that the entry must have.
  package let state: String?

  package struct ShippedObject: Sendable, Hashable {
    package let model: String
    package let field: String
    package let value: String
  }

  init(row: Value) {
    func texts(_ key: String) -> [String] { (row[key]?.list ?? []).compactMap(\.string) }
    present = texts("when")
    missing = texts("unless")
    isAbsent = row["absent"] == true
    values = row["values"]?.list
    pattern = row["matches"]?.string
    below = row["below"]?.integer.map(Double.init)
    state = row["state"]?.string
    shipped = (row["shipped"]?.map).flatMap { object in
      guard let model = object["model"]?.string,
        let field = object.first(where: { $0.key != "model" }), let value = field.value.string
      else { return nil }
      return ShippedObject(model: model, field: field.key, value: value)
    }
  }

  /// Whether a written value meets the conditions about values. Nil stands for a value that a tag makes.
  func holds(for value: Value?) -> Bool {
    if values == nil, pattern == nil, below == nil { return true }
    guard let value else { return false }
    if let values { return values.contains(value) }
    if let below {
      switch value {
      case .integer(let number): return Double(number) < below
      case .double(let number): return number < below
      default: return false
      }
    }
    guard let pattern, let text = value.string, let expression = try? Regex(pattern) else { return false }
    return text.firstMatch(of: expression) != nil
  }
}
