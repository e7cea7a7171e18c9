import Model
import OrderedCollections
import Planning

extension Reporter {
  /// What the reporter prints for one target.
  func report(_ finding: TargetResult.Finding) -> Report {
    switch finding {
    case .plan(let plan, let context): self.plan(plan, context: context)
    case .drift(let drift, let context): self.drift(drift, context: context)
    case .invalid(let diagnostics): self.diagnostics(diagnostics)
    case .failure(let sentence): self.diagnostics([.error(sentence, at: nil)])
    }
  }
}

extension TextReporter {
  /// Each result below a heading, then the table.
  package func targets(_ results: [TargetResult]) -> [Report] {
    results.flatMap { result in
      let heading = terminal.paint("Target \(Terminal.escaped(result.target))", .bold)
      return [
        Report(output: "\(heading)\n\n"), report(result.named.finding), Report(output: "\n"),
      ]
    } + [Report(output: TargetTable(results).text(terminal))]
  }
}

extension JSONReporter {
  package func targets(_ results: [TargetResult]) -> [Report] {
    [document(["format": 1, "targets": .list(results.map(row))])]
  }

  private func row(_ result: TargetResult) -> Value {
    var row: ValueMap = ["target": .string(result.target)]
    switch result.finding {
    case .plan(let plan, _): row["plan"] = PlanDocument.value(of: plan)
    case .drift(let drift, _): row["plan"] = PlanDocument.value(of: drift.plan)
    case .invalid(let diagnostics):
      row["error"] = result.error.map(Value.string)
      row["diagnostics"] = .list(diagnostics.map(PlanDocument.diagnostic))
    case .failure(let sentence): row["error"] = .string(sentence)
    }
    return .map(row)
  }
}

extension MarkdownReporter {
  /// The table first, then a section for each target.
  package func targets(_ results: [TargetResult]) -> [Report] {
    let sections = results.flatMap { result in
      var groups = groups(of: result.finding).filter { !$0.lines.isEmpty }
      let heading = "#### \(MarkdownText.code(result.target))\n\n\(summary(of: result))"
      if groups.isEmpty { groups = [MarkdownPage.Group(title: "", lines: [], language: "")] }
      groups[0].heading = heading
      return groups
    }
    return [
      page("\(counted(results.count, "target"))", TargetTable(results).markdown + "\n", groups: sections)
    ]
  }

  private func groups(of finding: TargetResult.Finding) -> [MarkdownPage.Group] {
    switch finding {
    case .plan(let plan, let context): groups(of: plan, context)
    case .drift(let drift, let context): groups(of: drift.plan, context)
    case .invalid(let diagnostics): [group(diagnostics)]
    case .failure: []
    }
  }

  private func summary(of result: TargetResult) -> String {
    switch result.finding {
    case .plan(let plan, let context):
      "Plan: \(PlanSummaryText.counts(plan)). \(place(context))\(hiddenFields(plan, context))"
    case .drift(let drift, let context): "Drift: \(PlanSummaryText.counts(drift.plan)). \(place(context))"
    case .invalid, .failure: "Nothing was planned: \(MarkdownText.code(result.error ?? ""))\n\n"
    }
  }
}

extension GitHubReporter {
  /// Annotations name their target.
  package func targets(_ results: [TargetResult]) -> [Report] {
    let table = log(Report(output: TargetTable(results).text(text.terminal)))
    let summary = markdown.targets(results).reduce(Report(), +).output
    return results.flatMap { result in
      [
        log(Report(output: "Target \(Terminal.escaped(result.target))\n\n")), named(result),
        Report(output: "\n"),
      ]
    } + [table + Report(summary: summary)]
  }

  /// The report without its part of the job's summary, which is one for all targets.
  private func named(_ result: TargetResult) -> Report {
    var report = report(result.named.finding)
    report.summary = ""
    return report
  }
}

extension SARIFReporter {
  package func targets(_ results: [TargetResult]) -> [Report] { results.map { report($0.finding) } }
}
