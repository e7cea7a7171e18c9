import Model
import OrderedCollections
import Planning
import Upgrading

extension TextReporter {
  package func upgrade(_ report: UpgradeReport) -> Report {
    diagnostics(report.diagnostics)
      + Report(output: (report.showsDiff ? report.diff : "") + report.verdict + "\n")
  }
}

extension MarkdownReporter {
  package func upgrade(_ report: UpgradeReport) -> Report {
    let lines = report.diff.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let diff = MarkdownPage.Group(title: "Diff", lines: lines, language: "diff")
    return page(
      report.verdict, groups: [group(report.diagnostics)] + (report.showsDiff ? [diff] : []))
  }
}

extension GitHubReporter {
  package func upgrade(_ report: UpgradeReport) -> Report {
    let text = (report.showsDiff ? report.diff : "") + report.verdict + "\n"
    return Report(output: annotations(report.diagnostics)) + log(Report(output: text))
      + Report(summary: markdown.upgrade(report).output)
  }
}

extension SARIFReporter {
  package func upgrade(_ report: UpgradeReport) -> Report { diagnostics(report.diagnostics) }
}

extension JSONReporter {
  package func upgrade(_ report: UpgradeReport) -> Report {
    var document: ValueMap = ["format": 1, "to": .string(report.to)]
    if let from = report.from { document["from"] = .string(from) }
    document["findings"] = .list(
      report.files.flatMap { file in file.findings.map { row($0, file.outcome) } })
    document["files"] = .list(report.files.filter { $0.rewritten != nil }.map { row($0, report) })
    document["diagnostics"] = .list(report.result.diagnostics.map(PlanDocument.diagnostic))
    return self.document(.map(document))
  }

  private func row(_ finding: UpgradeFinding, _ outcome: UpgradeFinding.Outcome) -> Value {
    var row: ValueMap = [
      "change": .string(finding.code), "severity": .string(finding.severity.rawValue),
      "message": .string(finding.message),
    ]
    row.merge(PlanDocument.keys(of: finding.location)) { $1 }
    if let since = finding.since { row["since"] = .string(since) }
    row["certainty"] = .string(finding.certainty.rawValue)
    switch finding.rewriting {
    case .sure:
      switch outcome {
      case .open: row["rewrite"] = "available"
      case .written: row["rewrite"] = "written"
      case .refused: row["rewrite"] = "refused"
      }
    case .onRequest: row["rewrite"] = "inferred"
    case .blocked(let reason):
      row["rewrite"] = "blocked"
      row["reason"] = .string(reason)
    case .none: row["rewrite"] = "none"
    }
    return .map(row)
  }

  private func row(_ file: UpgradeResult.File, _ report: UpgradeReport) -> Value {
    var row: ValueMap = ["file": .string(file.source.file), "written": .bool(file.isWritten)]
    if !file.errors.isEmpty { row["errors"] = .list(file.errors.map(PlanDocument.diagnostic)) }
    if report.showsDiff { row["diff"] = .string(report.diff(of: file)) }
    return .map(row)
  }
}
