import Operations
import Remote
import State

/// Why a look at a target, or an apply, failed.
package struct WatchFailure: Error, Sendable, Hashable {
  /// The classes that the metrics count.
  package enum Class: String, Sendable, CaseIterable {
    /// The server does not answer.
    case unreachable
    case token
    /// The state cannot be read or saved.
    case state
    /// Another run holds the lock of the state.
    case locked
    /// The blueprints have mistakes.
    case invalid
    /// A guard refuses the plan, or a part of it cannot be planned.
    case refused
    /// A change failed.
    case apply
    /// A test failed after an apply.
    case tests
    /// Anything else, such as a missing permission or a wrong setting.
    case other
  }

  package let kind: Class
  package let message: String

  package init(_ kind: Class, _ message: String) {
    self.kind = kind
    self.message = message
  }

  init(_ error: any Error) {
    switch error {
    case let failure as WatchFailure: self = failure
    case let error as StateError: self.init(error.isLocked || error.isLockLost ? .locked : .state, "\(error)")
    case let error as APIError: self.init(OperationError(error))
    case let error as OperationError:
      switch error.code {
      case .unreachable: self.init(.unreachable, error.message)
      case .refusedToken: self.init(.token, error.message)
      case .misuse, .failed: self.init(.other, error.message)
      }
    default: self.init(.other, "\(error)")
    }
  }
}

extension StateError {
  fileprivate var isLockLost: Bool { if case .lockLost = self { true } else { false } }
}
