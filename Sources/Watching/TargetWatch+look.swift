import Applying
import Blueprints
import FlowTesting
import FoundationEssentials
import Logging
import Model
import Operations
import Planning
import ServiceLifecycle
import State

extension TargetWatch {
  /// Makes a plan, and applies it if the service does that.
  func look(_ session: Session) async throws {
    let start = ContinuousClock.now
    if hasChanged { (isApplied, isBroken, isFailing) = (false, false, false) }
    hasChanged = false
    change { $0.phase = .planning }
    var files = blueprints.files
    if isBroken {
      tell(
        WatchFailure(
          .tests, "a test of these blueprints failed, so they are not applied until a file changes"))
      guard let passed else { return }
      files = passed
    }
    var request = try self.request(files)
    var result = try await plan(request, session)
    var areOnDisk = !isBroken
    if let mistakes = Self.mistakes(files, result) {
      refuse(mistakes)
      guard let good else { return }
      areOnDisk = false
      files = good
      request = try self.request(files)
      result = try await plan(request, session)
    }
    guard case .made(let made) = result else {
      // What was right before needs something of the server that is not there any more.
      tell(WatchFailure(.invalid, "the blueprints in force do not fit the server any more"))
      return
    }
    if areOnDisk { accept(files, made) }
    show(made)
    if made.plan.diagnostics.hasErrors {
      tell(WatchFailure(.refused, sentence(made.plan.diagnostics)))
      return
    }
    if options.applies, !isApplied || made.plan.hasWork { try await apply(request, session) }
    metrics.took(target.name, ContinuousClock.now - start)
    metrics.succeeded(target.name, at: Date.now.timeIntervalSince1970)
    let isWell = !isBroken && !isFailing
    change {
      $0.lastSuccess = .now
      if isWell { $0.trouble = nil }
    }
  }

  private func request(_ files: BlueprintFiles) throws -> PlanRequest {
    var request = try target.request(files)
    request.cache = cache
    return request
  }

  /// Reads only, so the end of the service may cut it short.
  private func plan(_ request: PlanRequest, _ session: Session) async throws -> PlanResult {
    try await cancelWhenGracefulShutdown { try await PlanOperation(session).run(request) }
  }

  // MARK: - The blueprints in force

  /// Why these blueprints must not be applied; nil if they may be.
  private static func mistakes(_ files: BlueprintFiles, _ result: PlanResult) -> [Diagnostic]? {
    // A folder that is not there yet must not count as one whose blueprints were all removed.
    if files.files.isEmpty { return files.diagnostics.filter { $0.severity == .error } }
    guard case .invalid(let findings) = result else { return nil }
    return findings.filter { $0.severity == .error }
  }

  private func refuse(_ mistakes: [Diagnostic]) {
    metrics.blueprints(target.name, areValid: false)
    let isNew = board[target.name]?.mistakes != mistakes
    change { $0.mistakes = mistakes }
    let rest = good == nil ? "nothing is applied" : "the last blueprints without mistakes stay in force"
    tell(
      WatchFailure(
        .invalid,
        "the blueprints have \(mistakes.count == 1 ? "1 error" : "\(mistakes.count) errors"); \(rest)"))
    guard isNew else { return }
    for mistake in mistakes.prefix(Self.mostLines) { log.error("\(mistake.saidWithPlace)") }
  }

  private func accept(_ files: BlueprintFiles, _ made: MadePlan) {
    metrics.blueprints(target.name, areValid: true)
    if board[target.name]?.mistakes.isEmpty == false {
      log.notice("the blueprints have no mistakes any more")
    }
    change { $0.mistakes = [] }
    good = files
    blueprints.otherFiles = Set(target.otherFiles).union(made.desired?.consulted.files.keys.map(\.self) ?? [])
  }

  // MARK: - The plan

  /// More changes or mistakes are only counted in the log.
  private static let mostLines = 50

  private func show(_ made: MadePlan) {
    change {
      $0.plan = made
      $0.planned = .now
      $0.isApplied = false
    }
    if let status = board[target.name] { metrics.plan(status) }
    let writes = made.plan.changes.writes
    let lines =
      writes.map { "\($0.action.rawValue) \($0.address)" } + made.plan.diagnostics.map(\.saidWithPlace)
    defer { told = lines }
    guard lines != told else { return }
    let drift = made.plan.driftCount
    guard !lines.isEmpty else {
      log.info("no changes")
      return
    }
    log.info(
      "\(made.plan.summary.told)\(drift == 0 ? "" : "; \(drift) changed outside")",
      metadata: drift == 0 ? [:] : ["drift": "\(drift)"])
    for change in writes.prefix(Self.mostLines) {
      let drift = change.fields.contains(where: \.isDrift)
      log.info(
        "\(change.action.rawValue) \(change.address)\(drift ? " (changed outside)" : "")",
        metadata: change.source.map { ["source": "\($0)"] } ?? [:])
    }
    if writes.count > Self.mostLines { log.info("and \(writes.count - Self.mostLines) more changes") }
    for diagnostic in made.plan.diagnostics.prefix(Self.mostLines) {
      log.log(level: diagnostic.level, "\(diagnostic.saidWithPlace)")
    }
  }

  private func sentence(_ diagnostics: [Diagnostic]) -> String {
    let errors = diagnostics.filter { $0.severity == .error }
    let more = errors.count > 1 ? "; and \(errors.count - 1) more" : ""
    return
      "\(options.applies ? "nothing is applied" : "the plan is incomplete"): \(errors.first?.saidWithPlace ?? "")\(more)"
  }

  // MARK: - The apply

  private func apply(_ request: PlanRequest, _ session: Session) async throws {
    guard options.releasesLock else { return try await applyUnderLock(request, session) }
    try await withLock(session) { try await self.applyUnderLock(request, $0) }
  }

  private func applyUnderLock(_ request: PlanRequest, _ session: Session) async throws {
    guard !Task.isEnding else { return }
    if let lostLock { throw lostLock }
    let stop = StopSignal()
    self.stop = stop
    defer { self.stop = nil }
    change { $0.phase = .applying }
    let (log, metrics, name) = (log, metrics, target.name)
    let audience = ApplyAudience(
      report: { event in
        switch event {
        case .finished(let address, let action, _):
          guard action.isWrite else { return }
          metrics.applied(name, action)
          log.notice("\(action.past) \(address)")
        case .failed(let address, let action, let reason, let place):
          log.error(
            "\(action.rawValue) of \(address) failed: \(reason)", metadata: place.map { ["source": "\($0)"] })
        case .undone(let address, let action): log.notice("undid the \(action.rawValue) of \(address)")
        case .notUndone(let address, let action, let reason, _):
          log.error("the \(action.rawValue) of \(address) is not undone: \(reason)")
        case .note(let text): log.notice("\(text)")
        case .started, .abandoned: break
        }
      },
      tested: { moment, report in
        let when = moment == .applied ? "after the apply" : "after the rollback"
        log.notice("tests \(when): \(report.passedCount) passed, \(report.failedCount) failed")
        for failure in report.diagnostics { log.error("\(failure.saidWithPlace)") }
      })
    var operation = ApplyOperation(session, onFailure: options.onFailure, stop: stop)
    operation.testing = try target.testing?(session)
    let result = try await operation.run(.request(request), audience)
    guard case .done(let done) = result else {
      // Something has changed since the plan. The next look tells what.
      throw WatchFailure(.refused, "the plan has changed, and a guard refuses it now")
    }
    if let failure = done.stateFailure { throw WatchFailure(.state, failure) }
    guard !done.outcome.isInterrupted else {
      throw lostLock ?? WatchFailure(.other, "the apply was interrupted")
    }
    if done.outcome.isRolledBack, done.outcome.tests == .failed {
      // Each further attempt would break the flow once more.
      isBroken = true
      if passed?.hasSameContent(as: request.files) == true { passed = nil }
      good = passed
      let rest =
        done.outcome.notUndone > 0
        ? "but \(done.outcome.notUndone) changes could not be undone" : "and the apply was undone"
      throw WatchFailure(
        .tests, "a test failed, \(rest); these blueprints are not applied again until a file changes")
    }
    if let tests = done.outcome.tests { isFailing = tests == .failed }
    guard done.outcome.tests != .failed else { throw WatchFailure(.tests, "a test failed after the apply") }
    guard done.isComplete else {
      throw WatchFailure(.apply, "\(done.outcome.failed) of the changes failed")
    }
    if !isFailing { passed = request.files }
    isApplied = true
    told = []
    change { $0.isApplied = true }
    if let status = board[name] { metrics.plan(status) }
  }
}

extension Plan {
  /// True if an apply would write to the server or to the state.
  fileprivate var hasWork: Bool {
    summary.hasChanges || summary[.adopt] > 0 || !vanished.isEmpty
      || changes.contains { $0.previousAddress != nil }
  }
}

extension PlanSummary {
  /// `1 to create, 2 to update, 0 to delete`.
  fileprivate var told: String {
    [Action.create, .update, .delete].map { "\(self[$0]) to \($0.rawValue)" }.joined(separator: ", ")
  }
}

extension Action {
  fileprivate var past: String { rawValue + (rawValue.hasSuffix("e") ? "d" : "ed") }
}

extension Diagnostic {
  fileprivate var saidWithPlace: String { location.map { "\($0): \(message)" } ?? message }

  fileprivate var level: Logger.Level {
    switch severity {
    case .error: .error
    case .warning: .warning
    case .note: .info
    }
  }
}
