/// When an apply is checked.
package enum ApplyCheckMoment: String, Sendable, Hashable {
  /// The changes are on the server.
  case applied
  /// They were undone.
  case rolledBack = "rolled-back"
}
