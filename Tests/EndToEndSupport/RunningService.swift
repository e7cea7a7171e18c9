import Foundation
package import Model
import TestSupport

/// A `flowform watch` that runs, with what it has logged so far.
package struct RunningService: Sendable {
  let logPath: String

  package var log: String { (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "" }

  /// The lines of the log; each is JSON.
  package var lines: [Value] {
    get throws { try log.split(separator: "\n").map { try JSONReader.read(String($0)) } }
  }

  package struct Late: Error {
    package let what: String
    package let log: String
  }

  /// Waits until the log has a text.
  package func until(_ text: String, seconds: Double = 90) async throws {
    try await until(text, seconds: seconds) { log.contains(text) }
  }

  /// Waits until a condition is true.
  package func until(
    _ what: String, seconds: Double = 90, _ isTrue: () async throws -> Bool
  ) async throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while try await !isTrue() {
      guard ContinuousClock.now < end else { throw Late(what: what, log: log) }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// The address that its pages have.
  package func address() async throws -> String {
    try await until("listening on ")
    let rest = log.split(separator: "listening on ", maxSplits: 1).last ?? ""
    return String(rest.prefix { $0 != "\"" })
  }
}
