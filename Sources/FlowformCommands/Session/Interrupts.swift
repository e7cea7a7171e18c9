import Dispatch
import Glibc
import Operations
import Synchronization

/// What Ctrl-C and SIGTERM do: they ask a running apply to finish what is in flight, and end anything else
/// at once.
final class Interrupts: Sendable {
  static let shared = Interrupts()

  private struct Handling {
    var sources: [any DispatchSourceSignal] = []
    var graceful: (@Sendable () -> Void)?
  }

  /// Dispatch sources may be used from any thread, and are only kept here.
  private let handling = Mutex(Handling())

  /// What is done before the process ends at once.
  let cleanUps: CleanUps

  init(cleanUps: CleanUps = CleanUps()) { self.cleanUps = cleanUps }

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
