import Dispatch
import Glibc
import Operations
import Synchronization

/// Handles Ctrl-C and SIGTERM. A running apply finishes its open requests; every other command ends at once.
final class Interrupts: Sendable {
  static let shared = Interrupts()

  private struct Handling {
    var sources: [any DispatchSourceSignal] = []
    var graceful: (@Sendable () -> Void)?
  }

  /// Dispatch sources may be used from any thread, and are only stored here.
  private let handling = Mutex(Handling())

  /// Runs before the process exits at once.
  let cleanUps: CleanUps

  init(cleanUps: CleanUps = CleanUps()) { self.cleanUps = cleanUps }

  /// Starts listening; a second call does nothing.
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

  /// Makes the next interruption call this; the one after it ends the process.
  func onNext(_ graceful: @escaping @Sendable () -> Void) {
    handling.withLock { $0.graceful = graceful }
  }

  private func interrupt() {
    let graceful = handling.withLock { handling in
      defer { handling.graceful = nil }
      return handling.graceful
    }
    if let graceful { return graceful() }
    cleanUps.run()
    _exit(ExitStatus.interrupted.rawValue)
  }
}
