package import Model
package import Planning

/// Renders one page that needs nothing but itself. Errors are printed as text too: a page that is sent to a file does
/// not show why the command failed.
package struct HTMLReporter: Reporter {
  private let text: TextReporter
  private let toolVersion: String

  /// `terminal` and `sources` are for the errors that are printed as text.
  package init(terminal: Terminal, sources: [String: SourceText] = [:], toolVersion: String) {
    text = TextReporter(terminal: terminal, sources: sources, isQuiet: true)
    self.toolVersion = toolVersion
  }

  package func diagnostics(_ diagnostics: [Diagnostic]) -> Report {
    page("Nothing was planned", diagnostics)
  }

  package func validation(_ validation: Validation) -> Report {
    page(validation.verdict, validation.diagnostics)
  }

  package func plan(_ plan: Plan, context: PlanContext) -> Report {
    report(.plan(plan, context: context), plan.diagnostics)
  }

  package func event(_ event: ApplyEvent) -> Report { Report(error: text.event(event).error) }

  package func outcome(_ outcome: ApplyOutcome) -> Report {
    page(TextReporter(terminal: Terminal(hasColour: false)).words(outcome), [])
  }

  package func upgrade(_ report: UpgradeReport) -> Report {
    var anchors = Anchors()
    let found = PageFindings(report.diagnostics).section(&anchors)
    let lines = report.diff.split(separator: "\n", omittingEmptySubsequences: false)
    let inner = lines.map { line -> Markup in "<span>\(String(line))\n</span>" }.joined()
    let difference =
      report.showsDiff && !report.diff.isEmpty
      ? PageSection(anchor: anchors.make("difference"), title: "Difference", body: "<pre>\(inner)</pre>\n")
      : PageSection?.none
    let page = ReportPage(
      head: PageHead(title: report.verdict), sections: [found, difference].compactMap { $0 })
    return self.report(page, report.diagnostics)
  }

  /// The table first, then a section for each target.
  package func targets(_ results: [TargetResult]) -> [Report] {
    var anchors = Anchors()
    var head = PageHead(
      title: counted(results.count, "target"), name: "flowform: \(counted(results.count, "target"))")
    let sections = results.map { section(of: $0, &anchors) }
    let table = TargetTable(results).markup(anchors: sections.map(\.anchor))
    let summary = PageSection(anchor: anchors.make("summary"), title: "Summary", body: table)
    head.sentence = ""
    let errors = results.flatMap { result in
      switch result.named.finding {
      case .plan(let plan, _): plan.diagnostics
      case .drift(let drift, _): drift.plan.diagnostics
      case .invalid(let diagnostics): diagnostics
      case .failure(let sentence): [Diagnostic.error(sentence, at: nil)]
      }
    }
    return [report(ReportPage(head: head, sections: [summary] + sections), errors)]
  }

  private func section(of result: TargetResult, _ anchors: inout Anchors) -> PageSection {
    let anchor = anchors.make("target \(result.target)")
    switch result.finding {
    case .plan(let plan, let context):
      return section(result.target, anchor, plan, context, &anchors)
    case .drift(let drift, let context):
      return section(result.target, anchor, drift.plan, context, &anchors)
    case .invalid(let diagnostics):
      var section = PageSection(
        anchor: anchor, title: result.target, body: "<p class=\"lead\">Nothing was planned.</p>\n")
      section.parts = [PageFindings(diagnostics).section(&anchors)].compactMap { $0 }
      return section
    case .failure(let sentence):
      return PageSection(
        anchor: anchor, title: result.target,
        body: "<p class=\"lead\"><b class=\"bad\">error</b> \(Terminal.escaped(sentence))</p>\n")
    }
  }

  private func section(
    _ target: String, _ anchor: String, _ plan: Plan, _ context: PlanContext, _ anchors: inout Anchors
  ) -> PageSection {
    let parts = PlanSections(
      plan, graph: FlowGraph(plan), isVerbose: context.isVerbose, anchors: &anchors, level: 3)
    var head = PageHead(title: target)
    head.add(server: context.serverName, version: context.serverVersion, time: context.time)
    head.tiles = parts.tiles
    var section = PageSection(
      anchor: anchor, title: target,
      body: "<p class=\"lead\">\(parts.sentence)</p>\n\(head.factList)\(head.tileList)")
    section.parts = parts.sections
    return section
  }

  private func page(_ title: String, _ diagnostics: [Diagnostic]) -> Report {
    var anchors = Anchors()
    let found = PageFindings(diagnostics).section(&anchors)
    return report(ReportPage(head: PageHead(title: title), sections: [found].compactMap { $0 }), diagnostics)
  }

  private func report(_ page: ReportPage, _ diagnostics: [Diagnostic]) -> Report {
    var page = page
    page.foot = "Made by flowform \(toolVersion)."
    return Report(output: page.text, error: text.diagnostics(diagnostics).error)
  }
}
