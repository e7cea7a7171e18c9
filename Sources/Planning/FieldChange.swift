package import Model

/// A field that a change sets, or the member of a field that differs.
///
/// What is sent is always the whole field.
package struct FieldChange: Sendable, Hashable {
  package let path: FieldPath
  /// What the server has; null for a create.
  package let before: Value
  package let after: Value
  /// True where someone changed the field outside since the last apply.
  package let isDrift: Bool
  /// True where neither value may be shown or stored.
  package let isSecret: Bool

  package init(path: FieldPath, before: Value, after: Value, isDrift: Bool = false, isSecret: Bool = false) {
    self.path = path
    self.before = before
    self.after = after
    self.isDrift = isDrift
    self.isSecret = isSecret
  }
}

extension FieldChange {
  /// The name of the field, of which `path` may be a member.
  package var fieldName: String { path.firstKey }

  /// What stands for a secret, in every format.
  package static let secret: Value = ["secret": true]

  /// `before` as it may be shown and stored.
  package var shownBefore: Value { isSecret && !before.isNull ? Self.secret : before }

  /// `after` as it may be shown and stored.
  package var shownAfter: Value { isSecret ? Self.secret : after }
}
