package import Applying
package import Model
package import Planning

/// Renders for a person at a terminal.
package struct TextReporter: Reporter {
  let terminal: Terminal
  private let sources: [String: SourceText]

  /// `sources` are the files by name, whose lines diagnostics show.
  package init(terminal: Terminal, sources: [String: SourceText] = [:]) {
    self.terminal = terminal
    self.sources = sources
  }

  package func diagnostics(_ diagnostics: [Diagnostic]) -> Report {
    Report(error: DiagnosticText(terminal: terminal, sources: sources).render(diagnostics))
  }

  package func validation(_ validation: Validation) -> Report {
    diagnostics(validation.diagnostics) + verdict(validation)
  }

  /// The end of a validation, without its diagnostics.
  func verdict(_ validation: Validation) -> Report {
    Report(output: validation.verdict + "\n", error: skipped(validation.skippedFiles))
  }

  package func plan(_ plan: Plan, context: PlanContext) -> Report {
    diagnostics(plan.diagnostics)
      + Report(
        output: PlanText(terminal: terminal, context: context).render(plan),
        error: skipped(context.skippedFiles))
  }

  package func event(_ event: ApplyEvent) -> Report {
    switch event {
    case .started: return Report()
    case .finished(let address, let action, _):
      guard action != .unchanged, action != .skip else { return Report() }
      return Report(error: "\(mark(action)) \(Terminal.escaped(address.description)): \(Self.past(action))\n")
    case .failed(let address, let action, let reason):
      let what =
        "\(Terminal.escaped(address.description)): \(action.rawValue) failed: \(Terminal.escaped(reason))"
      return Report(error: terminal.paint("error:", .red) + " \(what)\n")
    case .abandoned(let address, let action, let reason):
      let what = action == .skip ? "not started" : "\(action.rawValue) not started"
      return Report(
        error: "- \(Terminal.escaped(address.description)): \(what): \(Terminal.escaped(reason))\n")
    case .undone(let address, let action):
      return Report(
        error: "< \(Terminal.escaped(address.description)): no longer \(Self.past(action))\n")
    case .notUndone(let address, let action, let reason):
      let what =
        "\(Terminal.escaped(address.description)): still \(Self.past(action)): \(Terminal.escaped(reason))"
      return Report(error: terminal.paint("error:", .red) + " \(what)\n")
    case .note(let text):
      return Report(error: terminal.paint("note:", .cyan) + " \(Terminal.escaped(text))\n")
    }
  }

  package func outcome(_ outcome: ApplyOutcome) -> Report {
    Report(output: words(outcome) + ".\n")
  }

  /// `Applied: 1 created, …`.
  func words(_ outcome: ApplyOutcome) -> String {
    var parts = Action.allCases.filter { $0.isWrite || $0 == .adopt }
      .map { "\(outcome[$0]) \(Self.past($0))" }
    parts.append("\(outcome[.unchanged]) unchanged")
    if outcome[.skip] > 0 { parts.append("\(outcome[.skip]) skipped") }
    if outcome.failed > 0 { parts.append(terminal.paint("\(outcome.failed) failed", .red)) }
    if outcome.abandoned > 0 { parts.append("\(outcome.abandoned) not started") }
    if outcome.retries > 0 { parts.append(counted(outcome.retries, "retry", "retries")) }
    if outcome.isRolledBack { parts.append("\(outcome.undone) of these undone") }
    if outcome.notUndone > 0 { parts.append(terminal.paint("\(outcome.notUndone) not undone", .red)) }
    let head =
      if outcome.isInterrupted {
        "Interrupted; what is done is in the state"
      } else if outcome.isRolledBack {
        outcome.notUndone > 0 ? "Rolled back in part; what is left is in the state" : "Rolled back"
      } else {
        outcome.isComplete ? "Applied" : "Applied in part"
      }
    return "\(terminal.paint(head, .bold)): \(parts.joined(separator: ", "))"
  }

  private func skipped(_ files: [String]) -> String {
    files.isEmpty ? "" : "\(terminal.paint("note:", .cyan)) \(Self.skippedText(files))\n"
  }

  static func skippedText(_ files: [String]) -> String {
    let what = files.count == 1 ? "file is" : "files are"
    return "\(files.count) \(what) left out by the label `instantiate: \"false\"`; name a file to use it"
  }

  private func mark(_ action: Action) -> String {
    PlanText.mark(PlanLine.Mark(action), terminal)
  }

  static func past(_ action: Action) -> String {
    switch action {
    case .create: "created"
    case .update: "updated"
    case .delete: "deleted"
    case .adopt: "adopted"
    case .unchanged: "unchanged"
    case .skip: "skipped"
    }
  }
}

/// `1 file`, `2 files`.
func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
  "\(count) \(count == 1 ? one : many ?? one + "s")"
}
