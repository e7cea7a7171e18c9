package import Model

/// An object that refers to another one, as `used_by/` names it.
package struct ObjectUser: Sendable {
  /// `app.model`; a base class for some relations.
  package let model: String
  package let name: String
  /// As a text, for every type of key.
  package let primaryKey: Value
  /// True if the server deletes it with the other one.
  package let isDeleted: Bool
  /// True if the server clears its reference, or takes it out of a list of them, when the other one is deleted.
  package let isCleared: Bool

  init(_ row: Value) {
    let app = row["app"]?.string ?? ""
    let model = row["model_name"]?.string ?? ""
    self.model = app.isEmpty ? model : "\(app).\(model)"
    name = row["name"]?.string ?? ""
    primaryKey = row["pk"] ?? .null
    isDeleted = row["action"] == "cascade"
    isCleared = ["set_null", "cascade_many"].contains(row["action"])
  }
}
