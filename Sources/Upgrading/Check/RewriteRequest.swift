import Model

/// A finding, with the changes of the text that resolve it.
struct RewriteRequest {
  var finding: UpgradeFinding
  /// The place of the rewritten field's name.
  var field: Mark?
  var rewrites: [FieldRewrite] = []
  /// Fields for the attributes of the entry.
  var additions: [Addition] = []
  /// The place of the entry, and of its attributes if it has any.
  var entry: Mark?
  var attrs: Mark?
  /// An edit outside of any field.
  var edit: TextEdit?

  mutating func block(_ blocked: Blocked) {
    if finding.rewriting == .sure { finding.rewriting = .blocked(blocked.reason) }
  }
}
