package import Model
package import Planning

/// Renders for a GitHub Actions job: plain text for the log, annotations at the places in the blueprints, and
/// the job summary.
package struct GitHubReporter: Reporter {
  let text = TextReporter(terminal: Terminal(hasColour: false, symbols: .unicode))
  let markdown = MarkdownReporter()

  package init() {}

  package func diagnostics(_ diagnostics: [Diagnostic]) -> Report {
    Report(output: annotations(diagnostics), summary: markdown.diagnostics(diagnostics).output)
  }

  package func validation(_ validation: Validation) -> Report {
    Report(output: annotations(validation.diagnostics)) + log(text.verdict(validation))
      + Report(summary: markdown.validation(validation).output)
  }

  package func plan(_ plan: Plan, context: PlanContext) -> Report {
    Report(output: annotations(plan.diagnostics)) + log(text.changes(plan, context: context))
      + Report(summary: markdown.plan(plan, context: context).output)
  }

  package func event(_ event: ApplyEvent) -> Report {
    switch event {
    case .failed(let address, let action, let reason, let place):
      Report(output: annotation("error", at: place, "\(address): \(action.rawValue) failed: \(reason)"))
    case .notUndone(let address, let action, let reason, let place):
      Report(
        output: annotation("error", at: place, "\(address): still \(TextReporter.past(action)): \(reason)"))
    default: Report(error: WorkflowCommand.inert(text.event(event).error))
    }
  }

  package func outcome(_ outcome: ApplyOutcome) -> Report {
    text.outcome(outcome) + Report(summary: markdown.outcome(outcome).output)
  }

  /// Merges both streams, because a job's log shows them in one and the order must be kept.
  func log(_ report: Report) -> Report {
    Report(output: WorkflowCommand.inert(report.error + report.output))
  }

  func annotations(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map { diagnostic in
      let name = diagnostic.severity == .note ? "notice" : diagnostic.severity.rawValue
      return annotation(name, at: diagnostic.location, diagnostic.message)
    }.joined()
  }

  private func annotation(_ name: String, at location: SourceLocation?, _ message: String) -> String {
    var properties: [(name: String, value: String)] = []
    if let location {
      properties = [
        ("file", location.file), ("line", String(location.line)), ("col", String(location.column)),
      ]
    }
    return WorkflowCommand.text(name, properties, message)
  }
}
