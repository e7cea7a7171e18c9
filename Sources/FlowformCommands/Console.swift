package import Reporting
import SystemPackage

/// Standard output and standard error.
package enum Console {
  package static func print(_ report: Report) {
    // Diagnostics first: a reader of both streams sees the cause before the result.
    write(report.error, to: .standardError)
    write(report.output, to: .standardOutput)
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

  /// A stream that nobody reads any more is no reason to fail.
  private static func write(_ text: String, to stream: FileDescriptor) {
    guard !text.isEmpty else { return }
    _ = try? stream.writeAll(text.utf8)
  }
}
