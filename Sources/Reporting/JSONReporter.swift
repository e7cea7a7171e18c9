package import Model
import OrderedCollections
package import Planning

/// Renders for programs: one JSON document, or one JSON object per line for an apply.
package struct JSONReporter: Reporter {
  package init() {}

  package func diagnostics(_ diagnostics: [Diagnostic]) -> Report {
    document(["format": 1, "diagnostics": rows(diagnostics)])
  }

  /// One line per finding, because every line of an apply is a separate JSON object.
  package func findings(_ diagnostics: [Diagnostic]) -> Report {
    let lines = diagnostics.map { diagnostic in
      var row: ValueMap = ["event": "diagnostic"]
      row.merge(PlanDocument.diagnostic(diagnostic).map ?? [:]) { $1 }
      return JSONWriter.write(.map(row)) + "\n"
    }
    return Report(output: lines.joined())
  }

  package func validation(_ validation: Validation) -> Report {
    diagnostics(validation.diagnostics)
  }

  package func plan(_ plan: Plan, context: PlanContext) -> Report {
    document(PlanDocument.value(of: plan))
  }

  package func event(_ event: ApplyEvent) -> Report {
    var row: ValueMap
    switch event {
    case .started(let address, let action): row = self.row("started", address, action)
    case .finished(let address, let action, let primaryKey):
      row = self.row("finished", address, action)
      row["pk"] = primaryKey
    case .failed(let address, let action, let reason, let place):
      row = self.row("failed", address, action, reason, place)
    case .abandoned(let address, let action, let reason, let place):
      row = self.row("abandoned", address, action, reason, place)
    case .undone(let address, let action): row = self.row("undone", address, action)
    case .notUndone(let address, let action, let reason, let place):
      row = self.row("not-undone", address, action, reason, place)
    case .note(let text): row = ["event": "note", "message": .string(text)]
    }
    return line(.map(row))
  }

  package func outcome(_ outcome: ApplyOutcome) -> Report {
    var row: ValueMap = [
      "event": "summary", "created": .integer(outcome[.create]), "updated": .integer(outcome[.update]),
      "deleted": .integer(outcome[.delete]), "adopted": .integer(outcome[.adopt]),
      "unchanged": .integer(outcome[.unchanged]), "skipped": .integer(outcome[.skip]),
      "failed": .integer(outcome.failed), "abandoned": .integer(outcome.abandoned),
      "retries": .integer(outcome.retries),
    ]
    if outcome.isRolledBack {
      row["undone"] = .integer(outcome.undone)
      row["notUndone"] = .integer(outcome.notUndone)
    }
    if outcome.isInterrupted { row["interrupted"] = true }
    if let tests = outcome.tests { row["tests"] = .string(tests.rawValue) }
    return line(.map(row))
  }

  private func row(_ event: Value, _ address: ResourceAddress, _ action: Action) -> ValueMap {
    ["event": event, "address": .string(address.description), "action": .string(action.rawValue)]
  }

  private func row(
    _ event: Value, _ address: ResourceAddress, _ action: Action, _ reason: String, _ place: SourceLocation?
  ) -> ValueMap {
    var row = self.row(event, address, action)
    row["reason"] = .string(reason)
    row.merge(PlanDocument.keys(of: place)) { $1 }
    return row
  }

  private func rows(_ diagnostics: [Diagnostic]) -> Value {
    .list(diagnostics.map(PlanDocument.diagnostic))
  }

  func document(_ value: Value) -> Report {
    Report(output: JSONWriter.write(value, style: .pretty) + "\n")
  }

  private func line(_ value: Value) -> Report {
    Report(output: JSONWriter.write(value) + "\n")
  }
}
