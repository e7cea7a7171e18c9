import Foundation
import Operations
package import Reporting
import Synchronization
import SystemPackage

/// Standard output and standard error.
package enum Console {
  package static func print(_ report: Report) {
    // Diagnostics first: a reader of both streams sees the cause before the result.
    write(report.error, to: .standardError)
    write(report.output, to: .standardOutput)
    keep(report.summary)
  }

  /// Appends to the summary of the pipeline's job, where there is one.
  private static func keep(_ summary: String) {
    guard !summary.isEmpty,
      let path = RunContext.process.variables.value("GITHUB_STEP_SUMMARY")
    else { return }
    do {
      let file = try FileDescriptor.open(
        FilePath(path), .writeOnly, options: [.append, .create], permissions: .ownerReadWrite)
      try file.closeAfter { _ = try file.writeAll((summary + "\n").utf8) }
    } catch {
      note("warning: the summary of the job cannot be written to \(Terminal.escaped(path)) (\(error))")
    }
  }

  /// A line of standard output.
  package static func result(_ text: String) {
    write(text + "\n", to: .standardOutput)
  }

  /// A question, behind which the answer is typed.
  package static func ask(_ text: String) {
    write(text, to: .standardError)
  }

  /// A line of standard error, from which nothing can steer a terminal.
  package static func note(_ text: String) {
    write(Terminal.escaped(text) + "\n", to: .standardError)
  }

  /// Draws a line on the terminal of standard error that goes as soon as anything else is printed; nil takes
  /// it away.
  package static func draw(_ line: String?) {
    drawn.withLock { isDrawn in
      if isDrawn { put(erase, to: .standardError) }
      if let line { put(line, to: .standardError) }
      isDrawn = line != nil
    }
  }

  /// Back to the begin of the line, and everything behind it away.
  private static let erase = "\r\u{1B}[K"

  /// Whether a line is drawn now.
  private static let drawn = Mutex(false)

  private static func write(_ text: String, to stream: FileDescriptor) {
    guard !text.isEmpty else { return }
    drawn.withLock { isDrawn in
      if isDrawn { put(erase, to: .standardError) }
      isDrawn = false
      put(text, to: stream)
    }
  }

  /// A stream that nobody reads any more is no reason to fail.
  private static func put(_ text: String, to stream: FileDescriptor) {
    _ = try? stream.writeAll(text.utf8)
  }
}
