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

  /// What an entry gives permissions to: `user` or `role`.
  package let grantee: String?

  package struct ShippedObject: Sendable, Hashable {
    /// The models of entries and look-ups that can mean the object, its base class among them.
    package let models: Set<String>
    /// The fields that tell the object from others of its model, each by itself.
    package let fields: [String: String]

    /// The name for messages.
    package let name: String
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
    grantee = row["grantee"]?.string
    shipped = (row["shipped"]?.map).flatMap { object in
      guard let models = object["models"]?.list?.compactMap(\.string), let name = object["object"]?.string
      else {
        return nil
      }
      let fields = (object["fields"]?.map ?? [:]).compactMap { key, value in value.string.map { (key, $0) } }
      return ShippedObject(
        models: Set(models), fields: Dictionary(uniqueKeysWithValues: fields), name: name)
    }
  }

  /// Whether a written value meets the conditions about values. Nil stands for a value that a tag makes.
  func holds(for value: Value?) -> Bool {
    if values == nil, pattern == nil, below == nil { return true }
    guard let value else { return false }
    // Of a list, one item is enough.
    if let values { return values.contains(value) || (value.list ?? []).contains(where: values.contains) }
    if let below {
      switch value {
      case .integer(let number): return Double(number) < below
      case .double(let number): return number < below
      default: return false
      }
    }
    guard let pattern, let text = value.string, let expression = try? Regex(pattern) else { return false }
    // A dot between two words is a boundary in code, and none in Swift's default.
    return text.firstMatch(of: expression.wordBoundaryKind(.simple)) != nil
  }
}
