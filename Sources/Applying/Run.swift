import Catalog
import Model
import OrderedCollections
import Planning
import State

/// What one apply has done so far: its counts, the state as it has become, and why nothing more starts.
struct Run {
  var outcome = ApplyOutcome()
  var snapshot: StateSnapshot
  let report: (ApplyEvent) -> Void
  /// What was carried out, in that order.
  private(set) var steps: [Step] = []
  private let stop: StopSignal
  let onFailure: OnFailure
  private var stopReason: String?
  let keys: KnownKeys

  init(
    _ plan: Plan, snapshot: StateSnapshot, stop: StopSignal, onFailure: OnFailure,
    report: @escaping (ApplyEvent) -> Void
  ) {
    keys = KnownKeys(plan)
    self.snapshot = snapshot
    self.stop = stop
    self.onFailure = onFailure
    self.report = report
  }

  var isStopped: Bool { stopReason != nil || stop.wasRequested }

  /// Takes in a change that writes nothing to the server.
  mutating func note(_ change: PlannedChange) {
    outcome.counts[change.action, default: 0] += 1
    if let entry = change.bookkeeping(in: snapshot) { snapshot.fold(entry) }
    if let previous = change.previousAddress { snapshot.fold(.removed(previous)) }
    if change.action == .adopt {
      report(.finished(change.address, .adopt, primaryKey: change.primaryKey))
    }
  }

  /// Takes in the result of a write; true where what waits for it may start.
  @discardableResult
  mutating func finish(_ change: PlannedChange, _ kind: Kind, _ result: ChangeResult) -> Bool {
    switch result {
    case .done(let action, let object, let entries, let written):
      if action == .delete {
        steps.append(Step(change: change, kind: kind, action: action, effect: .deleted))
      }
      keep(written, of: change, kind, action)
      outcome.counts[action, default: 0] += 1
      for entry in entries { snapshot.fold(entry) }
      if action == .delete { forget(change.cascades) }
      let primaryKey = object.flatMap { $0[kind.primaryKey] } ?? change.primaryKey
      keys[change.address] = primaryKey
      report(.finished(change.address, action, primaryKey: primaryKey))
      if action.isWrite { tellWhatIsKept(change, kind, entries) }
      return true
    case .unreadable:
      outcome.counts[.skip, default: 0] += 1
      report(
        .note("\(change.address) exists and cannot be read with this token; it is left as it is"))
      return true
    case .failed(let reason, let entries, let written, let field):
      keep(written, of: change, kind, change.action)
      for entry in entries { snapshot.fold(entry) }
      fail(change, reason, field: field)
    case .unknown(let reason, let intent):
      steps.append(Step(change: change, kind: kind, action: change.action, effect: .unknown))
      snapshot.fold(.intent(intent))
      fail(change, "the outcome is not known: \(reason)")
    case .journalFailed(let error, let entries):
      for entry in entries { snapshot.fold(entry) }
      fail(change, "\(error)")
      // Without a journal nothing may be sent.
      stopReason = stopReason ?? "\(error)"
    }
    return false
  }

  private mutating func keep(
    _ written: Written?, of change: PlannedChange, _ kind: Kind, _ action: Action
  ) {
    guard let written else { return }
    steps.append(Step(change: change, kind: kind, action: action, effect: .wrote(written)))
  }

  /// Takes what went along with a deleted object out of the state, which the next apply would else have to.
  private mutating func forget(_ cascades: [PlannedChange.Cascade]) {
    for cascade in cascades {
      let gone = snapshot.resources.first {
        $0.value.kind == cascade.model && $0.value.primaryKey == cascade.primaryKey
      }
      if let gone { snapshot.fold(.removed(gone.key)) }
    }
  }

  /// Says what the server made of values that it does not keep as they were sent, where nothing else explains it.
  private func tellWhatIsKept(_ change: PlannedChange, _ kind: Kind, _ entries: [JournalEntry]) {
    for case .done(let address, let record) in entries where address == change.address {
      for (name, value) in record.answered
      where kind.field(name)?.replacement == nil && change.answered[name] != value {
        report(.note("\(address): the server keeps its own value of `\(name)`"))
      }
    }
  }

  /// `field` is the one whose value it is about.
  mutating func fail(_ change: PlannedChange, _ reason: String, field: String? = nil) {
    outcome.failed += 1
    if onFailure != .continue {
      stopReason = stopReason ?? "the run stopped when \(change.address) failed"
    }
    let location = field.flatMap { change.fieldLocations[$0] } ?? change.source
    report(.failed(change.address, change.action, reason: reason, at: location))
  }

  /// Says of what has not been started why.
  mutating func abandon(_ changes: [PlannedChange]) {
    guard !changes.isEmpty else { return }
    outcome.isInterrupted = stopReason == nil && stop.wasRequested
    abandon(
      changes,
      since: stopReason ?? (stop.wasRequested ? "interrupted" : "what it needs was not done"))
  }

  mutating func abandon(_ changes: [PlannedChange], since reason: String) {
    outcome.abandoned += changes.count
    for change in changes {
      report(.abandoned(change.address, change.action, reason: reason, at: change.source))
    }
  }
}
