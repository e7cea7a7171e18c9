package import Operations

/// A command's exit status for scripts; the same in every output format.
package enum ExitStatus: Int32, Sendable {
  /// Done, possibly with warnings; for `plan` with or without changes.
  case done = 0
  /// The blueprints are wrong, a write failed, the plan is stale, the state is locked, or the answer was no.
  case failed = 1
  /// There are changes, if the caller asked to know; or the target is protected from what the caller asked for.
  case changes = 2
  /// The server never gave a readable answer, or it refuses the token.
  case unreachable = 3
  case usage = 64
  case interrupted = 130
}

/// Why a command cannot continue: one sentence that says what to do.
package struct CommandFailure: Error, Sendable {
  package let status: ExitStatus
  package let message: String

  package init(_ status: ExitStatus, _ message: String) {
    self.status = status
    self.message = message
  }

  /// The failure that ended a command.
  init(_ error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let error as OperationError: self.init(ExitStatus(error.code), error.message)
    default: self.init(.failed, "\(error)")
    }
  }
}

extension ExitStatus {
  /// The status of a run on several targets, the worst of theirs.
  static func worst(_ statuses: [ExitStatus]) -> ExitStatus {
    let order: [ExitStatus] = [.interrupted, .usage, .unreachable, .failed, .changes]
    return order.first(where: statuses.contains) ?? .done
  }

  package init(_ code: OperationError.Code) {
    self =
      switch code {
      case .misuse: .usage
      case .failed: .failed
      case .unreachable, .refusedToken: .unreachable
      }
  }
}
