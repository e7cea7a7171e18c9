package import Planning

/// Says whether the server works. True if it does, or if there is nothing to check.
package typealias ApplyCheck = @Sendable (ApplyCheckMoment) async -> Bool
