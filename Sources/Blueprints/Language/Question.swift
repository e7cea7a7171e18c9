package import Model

/// What only the server can answer.
package enum Question: Sendable, Hashable {
  /// The first object of a model, or of a base class such as `authentik_core.source`, for which all
  /// conditions hold.
  case find(model: String, conditions: [FindCondition])
  /// Whether an object of a model, or of a base class, has a primary key; the answer is a boolean, or nil where
  /// the server does not tell.
  case exists(model: String, key: Value)
  /// Whether the server has an enterprise licence.
  case licensed
  /// The blueprint instances of the server.
  case blueprintInstances
}

/// One condition of a `!Find`: a field, which may be a Django look-up such as `flow__slug`, and its value.
package struct FindCondition: Sendable, Hashable {
  package let field: String
  /// A reference where another object is meant.
  package let value: Value

  package init(field: String, value: Value) {
    self.field = field
    self.value = value
  }
}
