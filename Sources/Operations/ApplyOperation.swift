package import Applying
import Blueprints
import FlowTesting
import FoundationEssentials
import Model
package import Planning
import State

/// Applies a plan, from locking the state to saving it.
package struct ApplyOperation: Sendable {
  private let session: Session
  private let onFailure: OnFailure
  private let stop: StopSignal
  /// The timing of state saves; nil for the state's own.
  package var checkpoints: Checkpoints?
  /// How the flows that the apply changes are tested afterwards; nil if they are not.
  package var testing: ApplyTesting?

  package init(_ session: Session, onFailure: OnFailure = .stop, stop: StopSignal = StopSignal()) {
    self.session = session
    self.onFailure = onFailure
    self.stop = stop
  }

  package func run(_ source: PlanSource, _ audience: ApplyAudience) async throws -> ApplyResult {
    switch source {
    case .request(let request):
      let making = PlanMaking(testing(request), session)
      let desired = try await making.desired()
      let found = making.findings(desired)
      guard isApplied(in: found) else { return .invalid(found) }
      let mistakes = testing == nil ? [] : making.mistakesInTests()
      guard mistakes.isEmpty else { return .invalid(mistakes) }
      return try await underLock(request.moves, audience) { try await making.plan(desired, over: $0) }
    case .saved(let plan, let path, let request):
      let check = SavedPlanCheck(plan, path: path, testing(request), session)
      let mistakes = testing == nil ? [] : check.making.mistakesInTests()
      guard mistakes.isEmpty else { return .invalid(mistakes) }
      return try await underLock(request.moves, audience) { try await check.made(over: $0) }
    }
  }

  private func testing(_ request: PlanRequest) -> PlanRequest {
    var request = request
    request.runsTests = testing != nil
    return request
  }

  /// Whether these findings leave anything to apply: `continue` leaves out the entries with errors.
  private func isApplied(in findings: [Diagnostic]) -> Bool {
    !findings.hasErrors || (onFailure == .continue && findings.haveErrorsOfEntriesOnly)
  }

  private func underLock(
    _ moves: [Move], _ audience: ApplyAudience, _ makePlan: (StateSnapshot) async throws -> MadePlan
  ) async throws -> ApplyResult {
    let context = session.context
    return try await session.state.whileHeld(command: "apply", context) { held in
      let stored = try await held.recover().told(to: context).snapshot
      let before = stored.moving(moves)
      let made = try await makePlan(before)
      context.activity.end()
      audience.show(made)
      guard isApplied(in: made.plan.diagnostics) else { return .refused }
      guard try await audience.confirm(made.plan) else { return .declined }
      return try await write(made, held, before, stored, audience)
    }
  }

  private func write(
    _ made: MadePlan, _ held: any HeldState, _ before: StateSnapshot, _ stored: StateSnapshot,
    _ audience: ApplyAudience
  ) async throws -> ApplyResult {
    let plan = made.plan
    let server = session.server
    let applier = Applier(
      server.api, catalog: server.catalog, parallelism: server.parallelism, stop: stop,
      onFailure: onFailure, secretHash: session.secretHash(before),
      lateValues: made.lateValues, checkpoints: checkpoints ?? savedSteps(held))
    // A server that refuses a value may quote it.
    let mask = plan.secretMask
    let activity = session.context.activity
    activity.begin("applying", of: .objects, total: plan.changes.writes.count)
    let applied = try await applier.apply(
      plan, to: before, journal: { () throws(StateError) in try held.beginJournal(before) },
      check: check(made, audience),
      report: { event in
        activity.follow(event)
        audience.report(event.masked(by: mask))
      })
    activity.end()
    var snapshot = applied.snapshot
    // A different address alone does not change the state, because one server has many names.
    if !snapshot.hasSameContent(as: stored) { snapshot.server = server.name }
    var done = ApplyResult.Done(outcome: applied.outcome, hasErrors: plan.diagnostics.hasErrors)
    do throws(StateError) { try await held.commit(snapshot, after: stored) } catch {
      done.stateFailure = "\(error)\(applied.isJournalComplete ? whatIsKept : "")"
    }
    return .done(done)
  }

  /// Tests the flows that the plan changes; nil if there are no tests for them.
  private func check(_ made: MadePlan, _ audience: ApplyAudience) -> ApplyCheck? {
    guard let testing, let tests = made.tests, !tests.tests.isEmpty else { return nil }
    let request = FlowTestRequest(
      tests.tests, allowsWrites: testing.allowsWrites, timeout: testing.timeout, secretMask: tests.secretMask)
    return { moment in
      let report = await testing.run(request)
      audience.tested(moment, report.masked(by: tests.secretMask))
      return report.failedCount > 0 ? .failed : report.passedCount > 0 ? .passed : nil
    }
  }

  private func savedSteps(_ held: any HeldState) -> Checkpoints? {
    guard session.state.journalFolder != nil else { return nil }
    let (server, notify) = (session.server.name, session.context.notify)
    return Checkpoints { snapshot in
      var snapshot = snapshot
      snapshot.server = server
      if let note = await held.checkpoint(snapshot) { notify(.state(note)) }
    }
  }

  /// Where the run's changes are recorded, for a state that could not be written.
  private var whatIsKept: String {
    let journal = session.state.journalPath
    guard FileManager.default.fileExists(atPath: journal) else { return "" }
    let kept = "; the completed changes are in \(journal), and the next run adds them to the state"
    guard let folder = session.state.journalFolder else { return kept }
    return kept
      + "; if this folder is deleted after the job, keep \(folder) as an artifact and restore it before that run"
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
