import Applying
import Foundation
import Model
import Planning
import Reporting
import State

/// One apply from the lock on the state to its commit.
struct ApplyRun {
  let session: Session
  let reporter: any Reporter
  let isQuiet: Bool
  let asksNothing: Bool
  let parallelism: Int
  let onFailure: OnFailure
  let showsPlan: Bool
  /// What `moved:` renames in the state.
  let moves: [(old: ResourceAddress, new: AddressParts)]

  func execute(
    context: PlanContext, _ makePlan: (StateSnapshot) async throws -> ApplicablePlan
  ) async throws -> ExitStatus {
    try await session.store.whileHeld(command: "apply") { held in
      try await execute(held, context: context, makePlan)
    }
  }

  private func execute(
    _ held: any HeldState, context: PlanContext,
    _ makePlan: (StateSnapshot) async throws -> ApplicablePlan
  ) async throws -> ExitStatus {
    let stored = try await held.recover().noted().snapshot
    let before = stored.moving(moves)
    let applicable = try await makePlan(before)
    let plan = applicable.plan
    // Nothing may be drawn over the question.
    session.activity.end()
    if showsPlan, !isQuiet || isQuestion(plan) {
      Console.print(reporter.plan(plan, context: context))
    } else {
      Console.print(reporter.findings(plan.diagnostics))
    }
    let canGoOn = onFailure == .continue && plan.isSoundWithoutFailures
    guard !plan.diagnostics.hasErrors || canGoOn else { return .wrong }
    try confirm(plan)
    return try await apply(held, applicable, before, stored)
  }

  /// Whether someone is asked, who then must see what about.
  private func isQuestion(_ plan: Plan) -> Bool { plan.summary.hasChanges && !asksNothing }

  private func confirm(_ plan: Plan) throws(CommandFailure) {
    guard isQuestion(plan) else { return }
    guard isatty(STDIN_FILENO) == 1 else {
      throw CommandFailure(.wrong, "nothing was applied: there is no terminal to ask at; give --yes")
    }
    Console.ask("Apply these changes? Only `yes` is taken as a yes: ")
    guard readLine()?.trimmingCharacters(in: .whitespaces) == "yes" else {
      throw CommandFailure(.wrong, "nothing was applied")
    }
  }

  private func apply(
    _ held: any HeldState, _ applicable: ApplicablePlan, _ before: StateSnapshot, _ stored: StateSnapshot
  ) async throws -> ExitStatus {
    let stop = StopSignal()
    Interrupts.shared.onNext {
      Console.note("interrupted: waiting for what is in flight; press again to end at once")
      stop.request()
    }
    let applier = Applier(
      session.api, catalog: session.catalog, parallelism: parallelism, stop: stop,
      onFailure: onFailure, secretHash: .of(before), lateValues: applicable.lateValues,
      checkpoints: held.wantsCheckpoints ? checkpoints(held) : nil)
    // A server that refuses a value may quote it.
    let mask = applicable.plan.secretMask
    let activity = session.activity
    activity.begin("applying", of: .objects, total: applicable.plan.changes.count(where: \.action.isWrite))
    let applied = try await applier.apply(
      applicable.plan, to: before,
      journal: { () throws(StateError) in try held.beginJournal(before) },
      report: { event in
        activity.follow(event)
        let report = reporter.event(event.masked(by: mask))
        Console.print(isQuiet && !event.isFailure ? Report(output: report.output) : report)
      })
    activity.end()
    var snapshot = applied.snapshot
    // The address alone is no reason to write the state: one server has many names.
    if !snapshot.hasSameContent(as: stored) { snapshot.server = session.server }
    // Whatever becomes of the state, what was done is told.
    defer { Console.print(reporter.outcome(applied.outcome)) }
    do {
      try await held.commit(snapshot, after: stored)
    } catch {
      throw CommandFailure(.wrong, "\(error)\(applied.isJournalComplete ? whatIsKept(held) : "")")
    }
    if applied.outcome.isInterrupted { return .interrupted }
    return applied.outcome.isComplete && !applicable.plan.diagnostics.hasErrors ? .done : .wrong
  }
}

extension ApplyRun {
  private func checkpoints(_ held: any HeldState) -> Checkpoints {
    let server = session.server
    return Checkpoints { snapshot in
      var snapshot = snapshot
      snapshot.server = server
      if let note = await held.checkpoint(snapshot) { Console.note(note) }
    }
  }

  /// Where what was done stands, for a state that could not be written.
  private func whatIsKept(_ held: any HeldState) -> String {
    let journal = session.store.journalPath
    guard FileManager.default.fileExists(atPath: journal) else { return "" }
    let kept = "; what was done is in \(journal), and the next run takes it into the state"
    guard held.wantsCheckpoints else { return kept }
    return kept
      + "; where this folder does not outlive the job, keep \(StateFolder.remote) as an artifact and put it back before that run"
  }
}

extension Activity {
  fileprivate func follow(_ event: ApplyEvent) {
    switch event {
    case .started(let address, _): started(address.description)
    case .finished(let address, _, _), .failed(let address, _, _, _): ended(address.description)
    case .abandoned, .undone, .notUndone, .note: break
    }
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
