import Applying
import Glibc
import Model
import Operations
import Planning
import Reporting

/// Shows an apply on the command line and asks for confirmation.
struct ApplyDisplay {
  let reporter: any Reporter
  let server: ServerSession
  let output: OutputOptions
  /// True to apply without asking.
  let asksNothing: Bool

  /// Ctrl-C stops the apply once it is confirmed.
  func audience(_ stop: StopSignal) -> ApplyAudience {
    ApplyAudience(
      show: show,
      confirm: { plan in
        guard try isConfirmed(plan) else { return false }
        Interrupts.shared.onNext {
          Console.note("interrupted: waiting for requests in flight; press again to exit at once")
          stop.request()
        }
        return true
      },
      report: report,
      tested: { moment, report in
        let context = PlanContext(server: server.name, serverVersion: server.version)
        Console.print(reporter.tested(moment, FlowTestSummary(report, context: context)))
      })
  }

  private func show(_ made: MadePlan) {
    if output.format != .json, !output.quiet || isQuestion(made.plan) {
      Console.print(reporter.plan(made.plan, context: output.context(server, made.skippedFiles)))
    } else {
      Console.print(reporter.findings(made.plan.diagnostics))
    }
  }

  private func report(_ event: ApplyEvent) {
    let report = reporter.event(event)
    Console.print(output.quiet && !event.isFailure ? Report(output: report.output) : report)
  }

  /// Whether the user is asked, and so must see the plan.
  private func isQuestion(_ plan: Plan) -> Bool { plan.summary.hasChanges && !asksNothing }

  private func isConfirmed(_ plan: Plan) throws(CommandFailure) -> Bool {
    guard isQuestion(plan) else { return true }
    guard isatty(STDIN_FILENO) == 1 else {
      throw CommandFailure(
        .failed, "nothing was applied: there is no terminal to ask for confirmation; pass --yes")
    }
    Console.ask("Apply these changes? Type `yes` to confirm: ")
    return readLine()?.trimmed == "yes"
  }
}

extension ApplyEvent {
  fileprivate var isFailure: Bool {
    switch self {
    case .failed, .abandoned, .notUndone: true
    case .started, .finished, .undone, .note: false
    }
  }
}
