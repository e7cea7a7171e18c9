import FlowTesting
import Model

/// The lines of flow tests, for people.
struct FlowTestText {
  let terminal: Terminal

  /// A line for each test, and one below for each thing that the reader should know of it.
  func lines(_ results: [FlowTestResult]) -> String {
    results.map { line($0) + below($0) }.joined()
  }

  private func line(_ result: FlowTestResult) -> String {
    let name = Terminal.escaped(result.test.name)
    switch result.verdict {
    case .passed: return "\(terminal.paint(terminal.symbols.passed, .green)) \(name)\(time(result))\n"
    case .failed: return "\(terminal.paint(terminal.symbols.failed, .red)) \(name)\(time(result))\n"
    case .skipped(let reason):
      return "\(terminal.paint("-", .yellow)) \(name)  skipped: \(Terminal.escaped(reason))\n"
    }
  }

  private func time(_ result: FlowTestResult) -> String {
    "  " + terminal.paint("(\(result.duration.text))", .dim)
  }

  private func below(_ result: FlowTestResult) -> String {
    let notes = result.notes.map { ("note", $0) } + result.leftBehind.map { ("left behind", $0) }
    return notes.map { head, text in
      "    \(terminal.paint(head + ":", .cyan)) \(Terminal.escaped(text))\n"
    }.joined()
  }

  /// `Tests: 2 passed, 1 failed.`
  func verdict(_ summary: FlowTestSummary) -> String {
    let colour: Terminal.Colour = summary.report.failedCount > 0 ? .red : .bold
    return "\(terminal.paint("Tests:", colour)) \(summary.counts).\n"
  }
}
