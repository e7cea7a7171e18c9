package import Planning

/// Says whether the server works. Nil if nothing was checked.
package typealias ApplyCheck = @Sendable (ApplyCheckMoment) async -> ApplyOutcome.TestVerdict?
