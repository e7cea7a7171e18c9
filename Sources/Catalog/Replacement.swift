package import Model
import OrderedCollections

/// When the server puts a value of its own in the place of the one that was sent for a field.
///
/// Recorded: `expires` of an API token is a new time on every write, and an OAuth source takes its addresses from
/// the document that `oidc_well_known_url` names.
package struct Replacement: Sendable, Hashable {
  /// The field of the same object that decides.
  package let decidingField: String
  /// The values with which it does; nil for every value that is not empty.
  package let values: [Value]?
  /// True if every write makes another value, so that there is nothing to compare it with.
  package let isNewEachTime: Bool

  package init(decidingField: String, values: [Value]?, isNewEachTime: Bool) {
    self.decidingField = decidingField
    self.values = values
    self.isNewEachTime = isNewEachTime
  }

  /// Whether the server replaces the field of an object with these values.
  package func holds(for value: (String) -> Value?) -> Bool {
    let deciding = value(decidingField) ?? .null
    guard let values else {
      return switch deciding {
      case .null, .string(""): false
      default: true
      }
    }
    return values.contains(deciding)
  }
}

extension Replacement {
  /// As it stands in a row: `{"by": FIELD, "values": […], "anew": true}`.
  var row: Value {
    var row: ValueMap = ["by": .string(decidingField)]
    row["values"] = values.map(Value.list)
    if isNewEachTime { row["anew"] = true }
    return .map(row)
  }

  init?(row: Value) {
    guard let field = row["by"]?.string else { return nil }
    self.init(decidingField: field, values: row["values"]?.list, isNewEachTime: row["anew"] == true)
  }
}
