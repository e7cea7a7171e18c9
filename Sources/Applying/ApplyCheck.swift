/// Says whether the server works. True if it does, or if there is nothing to check.
package typealias ApplyCheck = @Sendable (ApplyCheckMoment) async -> Bool

package enum ApplyCheckMoment: Sendable, Hashable {
  /// The changes are on the server.
  case applied
  /// They were undone.
  case rolledBack
}
