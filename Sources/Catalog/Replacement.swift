package import Model
import OrderedCollections

/// When the server puts a value of its own in the place of the one that was sent for a field.
///
/// Recorded: `expires` of an API token is a new time on every write, and an OAuth source takes its addresses from
/// the document that `oidc_well_known_url` names.
package struct Replacement: Sendable, Hashable {
  /// The fields of the same object that decide: one that holds is enough.
  package let decidingFields: [String]
  /// The values with which one does; nil for every value that is not empty.
  package let values: [Value]?
  /// True if every write makes another value, so that there is nothing to compare it with.
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
  /// As it stands in a row: `{"by": [FIELD, …], "values": […], "newEachTime": true}`.
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
