import FlowTesting
import Model
import OrderedCollections

/// Flow tests as JUnit's XML, which GitLab, Jenkins and others read: a suite for each file.
package struct JUnitDocument {
  private let summary: FlowTestSummary

  package init(_ summary: FlowTestSummary) {
    self.summary = summary
  }

  package var report: Report {
    let suites = suites
    let markup: Markup =
      "<testsuites name=\"flowform\" \(counts(summary.report, errors: errorCount))>\n\(suites.joined())</testsuites>\n"
    return Report(output: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + markup.text)
  }

  private var errors: [Diagnostic] { summary.findings.filter { $0.severity == .error } }

  private var errorCount: Int { errors.count }

  private var suites: [Markup] {
    var files: OrderedDictionary<String, [FlowTestResult]> = [:]
    for result in summary.report.results { files[result.test.place.file, default: []].append(result) }
    for error in errors { files[error.location?.file ?? "flowform", default: []] += [] }
    return files.map { file, results in
      let errors = errors.filter { ($0.location?.file ?? "flowform") == file }
      return """
          <testsuite name="\(file)" \(counts(FlowTestReport(results), errors: errors.count))>
        \(errors.map(row).joined())\(results.map(row).joined())  </testsuite>

        """
    }
  }

  private func counts(_ report: FlowTestReport, errors: Int) -> Markup {
    "tests=\"\(report.results.count + errors)\" failures=\"\(report.failedCount)\" errors=\"\(errors)\" skipped=\"\(report.skippedCount)\" time=\"\(Self.time(report.duration))\""
  }

  /// A mistake of a test file, which keeps its tests from running.
  private func row(_ error: Diagnostic) -> Markup {
    let place = error.location.map { "\($0): " } ?? ""
    return """
          <testcase name="\(place)test file" classname="flowform">
            <error message="\(error.message)">\(place)\(error.message)</error>
          </testcase>

      """
  }

  private func row(_ result: FlowTestResult) -> Markup {
    let (test, place) = (result.test, result.test.place)
    return """
          <testcase name="\(test.name)" classname="\(test.flow)" file="\(place.file)" line="\(place.line)" time="\(Self.time(result.duration))">
      \(verdict(result))\(output(result))    </testcase>

      """
  }

  private func verdict(_ result: FlowTestResult) -> Markup {
    switch result.verdict {
    case .passed: ""
    case .failed(let failures):
      failures.map { failure -> Markup in
        "      <failure message=\"\(failure.message)\">\(failure.place.description): \(failure.message)</failure>\n"
      }.joined()
    case .skipped(let reason): "      <skipped message=\"\(reason)\"/>\n"
    }
  }

  private func output(_ result: FlowTestResult) -> Markup {
    let lines = result.notes.map { "note: \($0)" } + result.leftBehind.map { "left behind: \($0)" }
    guard !lines.isEmpty else { return "" }
    let text = lines.map { "\($0)" as Markup }.joined(separator: "\n")
    return "      <system-out>\(text)</system-out>\n"
  }

  private static func time(_ duration: Duration) -> String {
    let thousandths = Int((duration.seconds * 1000).rounded())
    let rest = String(thousandths % 1000)
    return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
  }
}
