import FlowTesting
import Model
import OrderedCollections
package import Planning

extension Reporter {
  /// Formats that print one document tell the failures beside it.
  package func tested(_ moment: ApplyCheckMoment, _ summary: FlowTestSummary) -> Report {
    Report(error: TextReporter(terminal: Terminal(hasColour: false)).tested(moment, summary).error)
  }
}

extension TextReporter {
  package func tested(_ moment: ApplyCheckMoment, _ summary: FlowTestSummary) -> Report {
    let text = FlowTestText(terminal: terminal)
    let heading = terminal.paint(moment.heading, .bold) + "\n"
    return Report(error: heading + (isQuiet ? "" : text.lines(summary.report.results)))
      + diagnostics(summary.failures) + Report(error: text.verdict(summary))
  }
}

extension GitHubReporter {
  package func tested(_ moment: ApplyCheckMoment, _ summary: FlowTestSummary) -> Report {
    let lines = FlowTestText(terminal: text.terminal).lines(summary.report.results)
    return Report(output: annotations(summary.failures))
      + Report(error: WorkflowCommand.inert("\(moment.heading)\n\(lines)"))
      + Report(summary: markdown.flowTests(summary).output)
  }
}

extension JSONReporter {
  /// A line for each test.
  package func tested(_ moment: ApplyCheckMoment, _ summary: FlowTestSummary) -> Report {
    let lines = summary.report.results.map { result in
      var row: ValueMap = ["event": "test", "moment": .string(moment.rawValue)]
      row.merge(Self.row(result).map ?? [:]) { $1 }
      return JSONWriter.write(.map(row)) + "\n"
    }
    return Report(output: lines.joined())
  }
}

extension ApplyCheckMoment {
  fileprivate var heading: String {
    switch self {
    case .applied: "Tests of the flows that were changed:"
    case .rolledBack: "The same tests after the rollback:"
    }
  }
}
