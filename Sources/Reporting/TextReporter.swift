package import Model
package import Planning

/// Renders for a person at a terminal.
package struct TextReporter: Reporter {
  let terminal: Terminal
  private let sources: [String: SourceText]
  let isQuiet: Bool

  /// `sources` are the files by name; diagnostics quote their lines. If quiet, only results and errors are
  /// printed.
  package init(terminal: Terminal, sources: [String: SourceText] = [:], isQuiet: Bool = false) {
    self.terminal = terminal
    self.sources = sources
    self.isQuiet = isQuiet
  }

  package func diagnostics(_ diagnostics: [Diagnostic]) -> Report {
    let told = isQuiet ? diagnostics.filter { $0.severity == .error } : diagnostics
    return Report(error: DiagnosticText(terminal: terminal, sources: sources).render(told))
  }

  package func validation(_ validation: Validation) -> Report {
    diagnostics(validation.diagnostics) + verdict(validation)
  }

  /// The verdict of a validation, without its diagnostics.
  func verdict(_ validation: Validation) -> Report {
    Report(output: validation.verdict + "\n", error: skipped(validation.skippedFiles))
  }

  package func plan(_ plan: Plan, context: PlanContext) -> Report {
    diagnostics(plan.diagnostics) + changes(plan, context: context)
  }

  /// A plan without its diagnostics.
  func changes(_ plan: Plan, context: PlanContext) -> Report {
    Report(
      output: PlanText(terminal: terminal, context: context).render(plan),
      error: skipped(context.skippedFiles))
  }

  package func event(_ event: ApplyEvent) -> Report {
    switch event {
    case .started: return Report()
    case .finished where isQuiet, .undone where isQuiet, .note where isQuiet: return Report()
    case .finished(let address, let action, _):
      guard action != .unchanged, action != .skip else { return Report() }
      return Report(error: "\(mark(action)) \(Terminal.escaped(address.description)): \(Self.past(action))\n")
    case .failed(let address, let action, let reason, let place):
      return error("\(address): \(action.rawValue) failed: \(reason)", at: place)
    case .abandoned(let address, let action, let reason, let place):
      let what =
        "\(address): \(action == .skip ? "" : "\(action.rawValue) ")not started: \(reason)"
      return Report(error: "- \(self.place(place))\(Terminal.escaped(what))\n")
    case .undone(let address, let action):
      return Report(
        error: "< \(Terminal.escaped(address.description)): \(Self.undone(action))\n")
    case .notUndone(let address, let action, let reason, let place):
      return error("\(address): still \(Self.past(action)): \(reason)", at: place)
    case .note(let text):
      return Report(error: terminal.paint("note:", .cyan) + " \(Terminal.escaped(text))\n")
    }
  }

  private func error(_ text: String, at location: SourceLocation?) -> Report {
    Report(error: "\(place(location))\(terminal.paint("error:", .red)) \(Terminal.escaped(text))\n")
  }

  /// The prefix of a diagnostic.
  private func place(_ location: SourceLocation?) -> String {
    location.map { terminal.paint(Terminal.escaped($0.description) + ":", .bold) + " " } ?? ""
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
    if let tests = outcome.tests {
      parts.append(tests == .passed ? "tests passed" : terminal.paint("tests failed", .red))
    }
    let head =
      if outcome.isInterrupted {
        "Interrupted; completed changes are in the state"
      } else if outcome.isRolledBack {
        outcome.notUndone > 0 ? "Partly rolled back; remaining changes are in the state" : "Rolled back"
      } else {
        outcome.isComplete || outcome.failed + outcome.abandoned == 0 ? "Applied" : "Partly applied"
      }
    return "\(terminal.paint(head, .bold)): \(parts.joined(separator: ", "))"
  }

  private func skipped(_ files: [String]) -> String {
    files.isEmpty || isQuiet ? "" : "\(terminal.paint("note:", .cyan)) \(Self.skippedText(files))\n"
  }

  static func skippedText(_ files: [String]) -> String {
    let what = files.count == 1 ? "file is" : "files are"
    return "\(files.count) \(what) left out by the label `instantiate: \"false\"`; name a file to use it"
  }

  private func mark(_ action: Action) -> String {
    PlanText.mark(PlanLine.Mark(action), terminal)
  }

  private static func undone(_ action: Action) -> String {
    action == .delete ? "created again" : "no longer \(past(action))"
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
