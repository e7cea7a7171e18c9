package import Remote
package import State

/// A server that keeps a state and its lock. Each call makes one attempt.
package protocol StateCarrier: Sendable {
  /// The name in messages, without secrets.
  var name: String { get }
  /// A text that no other state has. It may contain a secret.
  var address: String { get }
  /// The version of flowform, as written into the lock.
  var version: String { get }
  var policy: RetryPolicy { get }

  func read() async throws(CarrierFailure) -> StoredState
  /// Writes a state over the one that was read. Returns false if only a part was written: then the caller reads and
  /// writes again.
  func write(
    _ snapshot: StateSnapshot, over stored: StoredState, lock: ServerLock?
  ) async throws(CarrierFailure) -> Bool

  func lock(_ lock: ServerLock) async throws(CarrierFailure) -> LockAnswer
  func unlock(_ lock: ServerLock) async throws(CarrierFailure)
  /// Replaces a lock by a new one of the same run. Returns nil if another run has the lock by now.
  func renew(_ lock: ServerLock, as next: ServerLock) async throws(CarrierFailure) -> ServerLock?
  /// Releases a lock for a process that is about to end.
  func unlockBeforeExit(_ lock: ServerLock)
  /// The lock that a run holds, or nil. If the protocol cannot ask for it, this takes `probe` and releases it.
  func holder(probe: ServerLock) async throws(CarrierFailure) -> ServerLock?
}

/// The answer to a request for the lock.
package enum LockAnswer: Sendable {
  /// The lock, with the server's key for it.
  case granted(ServerLock)
  case held(ServerLock)
  /// The server does not support locks.
  case unsupported(status: Int)
}

extension StateCarrier {
  /// Repeats a request after temporary failures, within the time limit.
  func repeating<Answer>(
    limit: Duration, _ body: () async throws(CarrierFailure) -> Answer
  ) async throws(CarrierFailure) -> Answer {
    var pauses = Pauses(policy)
    while true {
      do throws(CarrierFailure) { return try await body() } catch {
        guard case .passing(_, let retryAfter) = error else { throw error }
        try await pause(&pauses, retryAfter, limit, or: error)
      }
    }
  }

  /// Waits before the next attempt. Throws the failure if the time limit is reached.
  func pause(
    _ pauses: inout Pauses, _ retryAfter: Double?, _ limit: Duration, or failure: CarrierFailure
  ) async throws(CarrierFailure) {
    guard !Task.isCancelled, let delay = pauses.next(retryAfter: retryAfter, limit: limit) else {
      throw failure
    }
    do { try await policy.sleep(delay) } catch { throw failure }
  }
}
