import Dispatch
import Glibc
import Synchronization

/// What Ctrl-C and SIGTERM do: they ask a running apply to finish what is in flight, and end anything else
/// at once.
final class Interrupts: Sendable {
  static let shared = Interrupts()

  private struct Handling {
    var sources: [any DispatchSourceSignal] = []
    var graceful: (@Sendable () -> Void)?
    /// By the number of the registration.
    var cleanUps: [Int: @Sendable () -> Void] = [:]
    var registrationCount = 0
  }

  /// Dispatch sources may be used from any thread, and are only kept here.
  private let handling = Mutex(Handling())

  init() {}

  /// Begins to listen; a second call does nothing.
  func install() {
    handling.withLock { handling in
      guard handling.sources.isEmpty else { return }
      handling.sources = [SIGINT, SIGTERM].map { number in
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler { self.interrupt() }
        source.activate()
        return source
      }
    }
  }

  /// Has the next interruption call this instead of ending the process; the one after it ends it.
  func onNext(_ graceful: @escaping @Sendable () -> Void) {
    handling.withLock { $0.graceful = graceful }
  }

  /// Runs a body. Only while it runs, `cleanUp` is done before the process ends at once.
  func cleaningUp<Result>(
    with cleanUp: @escaping @Sendable () -> Void, _ body: () async throws -> Result
  ) async throws -> Result {
    let number = handling.withLock { handling in
      handling.registrationCount += 1
      handling.cleanUps[handling.registrationCount] = cleanUp
      return handling.registrationCount
    }
    defer { handling.withLock { $0.cleanUps[number] = nil } }
    return try await body()
  }

  /// Does what is to be done before the process ends at once, the last registered first.
  func cleanUp() {
    let cleanUps = handling.withLock(\.cleanUps)
    for (_, cleanUp) in cleanUps.sorted(by: { $0.key > $1.key }) { cleanUp() }
  }

  private func interrupt() {
    let graceful = handling.withLock { handling in
      defer { handling.graceful = nil }
      return handling.graceful
    }
    if let graceful { return graceful() }
    cleanUp()
    _exit(ExitStatus.interrupted.rawValue)
  }
}
