package import Model
import OrderedCollections

/// When the server replaces the sent value of a field by another one.
///
/// Recorded: `expires` of an API token is a new time on every write, and an OAuth source reads its addresses
/// from the document at `oidc_well_known_url`.
package struct Replacement: Sendable, Hashable {
  /// The fields of the same object that decide: one match is enough.
  package let decidingFields: [String]
  /// The values that match; nil for any value that is not empty.
  package let values: [Value]?
  /// True if every write stores a new value, which cannot be compared with anything.
  package let isNewEachTime: Bool

  package init(decidingFields: [String], values: [Value]?, isNewEachTime: Bool) {
    self.decidingFields = decidingFields
    self.values = values
    self.isNewEachTime = isNewEachTime
  }

  /// Whether the server replaces the field of an object with these values.
  package func holds(for value: (String) -> Value?) -> Bool {
    decidingFields.contains { name in
      let deciding = value(name) ?? .null
      return values?.contains(deciding) ?? (!deciding.isNull && deciding != "")
    }
  }
}

extension Replacement {
  /// The row's form: `{"by": [FIELD, …], "values": […], "newEachTime": true}`.
  var row: Value {
    var row: ValueMap = ["by": .list(decidingFields.map(Value.string))]
    row["values"] = values.map(Value.list)
    if isNewEachTime { row["newEachTime"] = true }
    return .map(row)
  }

  init?(row: Value) {
    guard let fields = row["by"]?.list?.compactMap(\.string) else { return nil }
    self.init(decidingFields: fields, values: row["values"]?.list, isNewEachTime: row["newEachTime"] == true)
  }
}
