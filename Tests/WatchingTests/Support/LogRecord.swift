import Logging
import Synchronization

/// A log that is kept for the test.
final class LogRecord: LogHandler {
  private let kept = Mutex<[String]>([])

  /// The lines so far, each with its level.
  var lines: [String] { kept.withLock { $0 } }

  func count(_ text: String) -> Int { lines.count { $0.contains(text) } }

  func log(event: LogEvent) { kept.withLock { $0.append("\(event.level): \(event.message)") } }

  var metadata: Logger.Metadata {
    get { [:] }
    set {}
  }
  var logLevel: Logger.Level {
    get { .debug }
    set {}
  }
  var metadataProvider: Logger.MetadataProvider? {
    get { nil }
    set {}
  }
  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { nil }
    set {}
  }
}
