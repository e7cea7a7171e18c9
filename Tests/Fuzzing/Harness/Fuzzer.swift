internal import CFuzzer
import Synchronization

/// Runs a target under libFuzzer, whose options stand on the command line.
///
/// A target fails by trapping; what it must refuse it refuses as it does for a user. Time and memory are
/// libFuzzer's to watch (`-timeout`, `-rss_limit_mb`).
package enum Fuzzer {
  private struct Target {
    let body: @Sendable ([UInt8]) -> Void
  }

  private static let target = Mutex<Target?>(nil)

  /// Does not return before libFuzzer has ended.
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
