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

  /// Appends to the pipeline's job summary, if there is one.
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

  /// Prints a line on standard output.
  package static func result(_ text: String) {
    write(text + "\n", to: .standardOutput)
  }

  /// Prints a question; the answer is typed after it.
  package static func ask(_ text: String) {
    write(text, to: .standardError)
  }

  /// Prints a line on standard error, with control characters escaped. Notes are left out if the user wants quiet;
  /// warnings of dangers and errors never are.
  package static func note(_ text: String) {
    if isQuiet, text.hasPrefix("note: ") { return }
    if let log = noteLog.withLock({ $0 }) { return log(speaker, text) }
    line(Terminal.escaped(speaker.isEmpty ? text : "\(speaker): \(text)"))
  }

  /// Prints the lines of one message.
  static func note(_ lines: [String]) {
    if isQuiet, lines.first?.hasPrefix("note: ") == true { return }
    for line in lines { note(line) }
  }

  /// The target that notes are about, in a run on several.
  @TaskLocal static var speaker = ""

  /// True if the user wants to see results and errors only.
  @TaskLocal static var isQuiet = false

  /// Prints a line on standard error as it is.
  static func line(_ text: String) { write(text + "\n", to: .standardError) }

  typealias NoteLog = @Sendable (_ speaker: String, _ text: String) -> Void

  /// Sends notes to the log of a service from now on.
  static func logNotes(_ log: @escaping NoteLog) { noteLog.withLock { $0 = log } }

  private static let noteLog = Mutex<NoteLog?>(nil)

  /// Draws a line on the terminal of standard error. It is erased when anything else is printed; nil erases
  /// it.
  package static func draw(_ line: String?) {
    drawn.withLock { isDrawn in
      if isDrawn { put(erase, to: .standardError) }
      if let line { put(line, to: .standardError) }
      isDrawn = line != nil
    }
  }

  /// Moves to the start of the line and clears it.
  private static let erase = "\r\u{1B}[K"

  /// Whether a line is currently drawn.
  private static let drawn = Mutex(false)

  private static func write(_ text: String, to stream: FileDescriptor) {
    guard !text.isEmpty else { return }
    drawn.withLock { isDrawn in
      if isDrawn { put(erase, to: .standardError) }
      isDrawn = false
      put(text, to: stream)
    }
  }

  /// A closed stream must not fail the run.
  private static func put(_ text: String, to stream: FileDescriptor) {
    _ = try? stream.writeAll(text.utf8)
  }
}
