package import FoundationEssentials
package import Model
package import Operations
import OrderedCollections
import Planning

/// How a target is doing.
package struct TargetStatus: Sendable {
  package enum Phase: Sendable, Hashable {
    case starting
    case planning
    case applying
    /// Until the next look.
    case waiting
    /// Another replica, or another run, holds the lock.
    case standingBy(holder: String)
    case ended
  }

  /// The failures since the last success.
  package struct Trouble: Sendable {
    package let failure: WatchFailure
    package let since: Date
    package let count: Int
  }

  package let name: String
  package internal(set) var phase = Phase.starting
  /// The server's name and version; nil until it has answered.
  package internal(set) var server: String?
  package internal(set) var serverVersion: String?
  package internal(set) var holdsLock = false
  /// The last plan, and when it was made.
  package internal(set) var plan: MadePlan?
  package internal(set) var planned: Date?
  /// True if everything in the plan was applied.
  package internal(set) var isApplied = false
  package internal(set) var lastSuccess: Date?
  package internal(set) var trouble: Trouble?
  /// The mistakes of the blueprints on the disk, if they are not in force because of them.
  package internal(set) var mistakes: [Diagnostic] = []
  package internal(set) var next: Date?
  /// When the service last did anything for this target.
  package internal(set) var lastMove = Date.now

  init(_ name: String) { self.name = name }

  /// True if the target is watched: its plan was made, or a replica works on it.
  package var isReady: Bool {
    if case .standingBy = phase { return true }
    return lastSuccess != nil
  }

  /// The number of changes that the last plan shows, by model and action; empty once they are applied.
  package var pending: [PendingChange: Int] {
    guard let plan, !isApplied else { return [:] }
    return plan.plan.changes.writes.reduce(into: [:]) { counts, change in
      counts[PendingChange(model: change.address.model, action: change.action), default: 0] += 1
    }
  }

  /// The number of objects that were changed outside, by model; empty once the changes are undone.
  package var drift: [String: Int] {
    guard let plan, !isApplied else { return [:] }
    return plan.plan.changes.writes.filter { $0.fields.contains(where: \.isDrift) }
      .reduce(into: [:]) { $0[$1.address.model, default: 0] += 1 }
  }
}

/// A kind of change of one kind of object.
package struct PendingChange: Sendable, Hashable {
  package let model: String
  package let action: Action
}
