import FlowTesting
import Glibc
import Model
import Operations
import Reporting

/// Asks on standard error, and reads the answers from standard input. Secrets are not echoed.
struct TerminalDialogue: RecordingDialogue {
  let cleanUps: CleanUps

  func tell(_ line: String) {
    Console.line(Terminal.escaped(line))
  }

  func ask(_ question: RecordingQuestion) async -> String? {
    Console.ask("  \(Terminal.escaped(question.label)): ")
    guard question.isSecret, let settings = Self.settings else {
      let answer = readLine()?.trimmed
      // Without an answer, the question still stands on the line.
      if answer == nil { Console.line("") }
      return answer
    }
    return try? await cleanUps.during({ Self.apply(settings) }) {
      var silent = settings
      silent.c_lflag &= ~tcflag_t(ECHO)
      Self.apply(silent)
      defer {
        Self.apply(settings)
        // The line break that was typed has not been seen either.
        Console.line("")
      }
      // Blanks at the ends of a password count.
      return readLine()
    }
  }

  /// Of the terminal of standard input; nil if there is none.
  private static var settings: termios? {
    var settings = termios()
    return tcgetattr(STDIN_FILENO, &settings) == 0 ? settings : nil
  }

  private static func apply(_ settings: termios) {
    var settings = settings
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
  }
}
