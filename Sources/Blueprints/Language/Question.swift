package import Model

/// A question that only the server can answer.
package enum Question: Sendable, Hashable {
  /// The first object of a model, or of a base class such as `authentik_core.source`, that meets all conditions.
  case find(model: String, conditions: [FindCondition])
  /// Whether an object of a model, or of a base class, has a primary key. The answer is a boolean, or nil if the server
  /// does not tell.
  case exists(model: String, key: Value)
  /// Whether the server has an enterprise licence.
  case licensed
  /// The blueprint instances of the server.
  case blueprintInstances
}

/// One condition of a `!Find`: a field and its value. The field may be a Django look-up such as `flow__slug`.
package struct FindCondition: Sendable, Hashable {
  package let field: String
  /// A reference if the condition names another object.
  package let value: Value

  package init(field: String, value: Value) {
    self.field = field
    self.value = value
  }
}
