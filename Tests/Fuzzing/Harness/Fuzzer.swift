internal import CFuzzer
import Synchronization

/// Runs a target under libFuzzer. libFuzzer's options are on the command line.
///
/// A target fails by a trap. Invalid input is refused as for a user. libFuzzer limits time and memory (`-timeout`,
/// `-rss_limit_mb`).
package enum Fuzzer {
  private struct Target {
    let body: @Sendable ([UInt8]) -> Void
  }

  private static let target = Mutex<Target?>(nil)

  /// Returns after libFuzzer has ended.
  package static func run(_ body: @escaping @Sendable ([UInt8]) -> Void) {
    target.withLock { $0 = Target(body: body) }
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    _ = LLVMFuzzerRunDriver(&count, &arguments) { start, count in
      let target = Fuzzer.target.withLock { $0 }
      target?.body(Array(UnsafeBufferPointer(start: start, count: count)))
      return 0
    }
  }
}
