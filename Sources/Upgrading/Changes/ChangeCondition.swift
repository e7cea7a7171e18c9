package import Model
import OrderedCollections

/// The conditions under which a change matters to an entry.
package struct ChangeCondition: Sendable {
  /// Fields that must be there.
  package let present: [String]
  /// Other fields that must not be there.
  package let missing: [String]
  /// True if the field of the change must be missing.
  package let isAbsent: Bool
  /// Values of the field. It must have one of them.
  package let values: [Value]?
  /// A regular expression. The field's text must contain a match.
  package let pattern: String?
  /// A number. The field must be smaller.
  package let below: Double?
  /// An object that authentik ships. The entry must describe it or look it up.
  package let shipped: ShippedObject?
  /// The state that the entry must have.
  package let state: String?

  /// The key of the grantee in the entry's permissions: `user` or `role`.
  package let grantee: String?

  package struct ShippedObject: Sendable, Hashable {
    /// The model of the object, and its base class.
    package let models: Set<String>
    /// The fields that identify the object. One of them is enough.
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

  /// True if a value meets the conditions about values. Nil is a value that a tag makes.
  func holds(for value: Value?) -> Bool {
    if values == nil, pattern == nil, below == nil { return true }
    guard let value else { return false }
    // In a list, one matching item is enough.
    if let values { return values.contains(value) || (value.list ?? []).contains(where: values.contains) }
    if let below {
      switch value {
      case .integer(let number): return Double(number) < below
      case .double(let number): return number < below
      default: return false
      }
    }
    guard let pattern, let text = value.string, let expression = try? Regex(pattern) else { return false }
    // By default, Swift sees no word boundary at the dot in `user.groups`.
    return text.firstMatch(of: expression.wordBoundaryKind(.simple)) != nil
  }
}
