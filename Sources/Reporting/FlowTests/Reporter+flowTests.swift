import FlowTesting
import Model
import OrderedCollections
import Planning

extension Reporter {
  /// Formats that only tell findings tell the failures.
  package func flowTests(_ summary: FlowTestSummary) -> Report {
    diagnostics(summary.findings + summary.failures)
  }
}

extension TextReporter {
  package func flowTests(_ summary: FlowTestSummary) -> Report {
    let text = FlowTestText(terminal: terminal)
    // A quiet run shows the failures, which are errors.
    let lines = isQuiet ? "" : text.lines(summary.report.results)
    return diagnostics(summary.findings + summary.failures) + Report(output: lines + text.verdict(summary))
  }
}

extension MarkdownReporter {
  package func flowTests(_ summary: FlowTestSummary) -> Report {
    let text = FlowTestText(terminal: Terminal(hasColour: false, symbols: .unicode))
    let lines = text.lines(summary.report.results).split(separator: "\n").map(String.init)
    return page(
      "Tests: \(summary.counts)", place(summary.context),
      groups: [
        group(summary.findings + summary.failures),
        MarkdownPage.Group(
          title: counted(summary.report.results.count, "test"), lines: lines, language: "text"),
      ])
  }
}

extension GitHubReporter {
  package func flowTests(_ summary: FlowTestSummary) -> Report {
    let text = FlowTestText(terminal: Terminal(hasColour: false, symbols: .unicode))
    return Report(output: annotations(summary.findings + summary.failures))
      + log(Report(output: text.lines(summary.report.results) + text.verdict(summary)))
      + Report(summary: markdown.flowTests(summary).output)
  }
}

extension JSONReporter {
  package func flowTests(_ summary: FlowTestSummary) -> Report {
    document(
      [
        "format": 1, "server": .string(summary.context.server),
        "serverVersion": .string(summary.context.serverVersion),
        "summary": [
          "passed": .integer(summary.report.passedCount), "failed": .integer(summary.report.failedCount),
          "skipped": .integer(summary.report.skippedCount),
        ],
        "tests": .list(summary.report.results.map(Self.row)),
        "diagnostics": .list(summary.findings.map(PlanDocument.diagnostic)),
      ])
  }

  static func row(_ result: FlowTestResult) -> Value {
    var row: ValueMap = ["name": .string(result.test.name), "flow": .string(result.test.flow)]
    row.merge(PlanDocument.keys(of: result.test.place)) { $1 }
    switch result.verdict {
    case .passed: row["verdict"] = "passed"
    case .failed: row["verdict"] = "failed"
    case .skipped(let reason):
      row["verdict"] = "skipped"
      row["reason"] = .string(reason)
    }
    row["seconds"] = .double(result.duration.seconds)
    row["failures"] = .list(
      result.failures.map { failure in
        .map(
          ValueMap(uniqueKeysWithValues: [("message", .string(failure.message))]).merging(
            PlanDocument.keys(of: failure.place)
          ) { $1 })
      })
    row["notes"] = .list(result.notes.map(Value.string))
    row["leftBehind"] = .list(result.leftBehind.map(Value.string))
    return .map(row)
  }
}
