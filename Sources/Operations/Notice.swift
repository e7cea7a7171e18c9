package import State

/// What an operation reports beside its result.
package enum Notice: Sendable {
  /// The last apply was interrupted while it undid its steps.
  case openRollback(OpenRollback)
  /// The state is newer than an interrupted apply's journal, which now has another name.
  case journalLaidAside(path: String)
  /// The server's OpenAPI document cannot be read, so the catalog of another version is used.
  case catalogUnavailable(reason: String, version: String)
  /// A sentence about the lock on a state, or about a save that failed.
  case state(String)
}
