import Catalog
import Model
import OrderedCollections
import Planning
import State

/// The progress of one apply: the counts, the state so far, and the reason why no more changes start.
struct Run {
  var outcome = ApplyOutcome()
  let latest: LatestSnapshot
  let report: (ApplyEvent) -> Void
  /// The changes that were carried out, in order.
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
    latest = LatestSnapshot(snapshot)
    self.stop = stop
    self.onFailure = onFailure
    self.report = report
  }

  var snapshot: StateSnapshot { latest.value }

  var stopWasRequested: Bool { stop.wasRequested }

  var isStopped: Bool { stopReason != nil || stop.wasRequested }

  /// Records a change that does not write to the server.
  mutating func note(_ change: PlannedChange) {
    outcome.counts[change.action, default: 0] += 1
    let entries =
      [change.bookkeeping(in: snapshot), change.previousAddress.map { .removed($0) }].compactMap { $0 }
    latest.fold(entries)
    if change.action == .adopt {
      report(.finished(change.address, .adopt, primaryKey: change.primaryKey))
    }
  }

  /// Records the result of a write. Returns true if the changes that depend on it may start.
  mutating func finish(_ finished: FinishedChange) -> Bool {
    let (change, kind) = (finished.change, finished.kind)
    switch finished.result {
    case .success(let effect):
      take(effect, of: change, kind, finished.dependents)
      return true
    case .failure(let failure):
      take(failure, of: change, kind)
      return false
    }
  }

  private mutating func take(
    _ effect: Effect, of change: PlannedChange, _ kind: Kind, _ dependents: DeletedObjectReader.Dependents
  ) {
    let action = effect.action
    outcome.counts[action, default: 0] += 1
    guard action != .skip else {
      report(.note("\(change.address) exists and cannot be read with this token; it is left as it is"))
      return
    }
    if let undo = effect.undo { keep(.wrote(undo), of: change, kind, action) }
    if let object = effect.deleted {
      let deleted = DeletedObject(
        kind: kind, object: object, dependents: dependents.objects, lost: dependents.lost)
      keep(.deleted(deleted), of: change, kind, action)
    }
    latest.fold(effect.entries + (action == .delete ? removals(change.cascades) : []))
    let primaryKey = effect.object.flatMap { $0[kind.primaryKey] } ?? change.primaryKey
    keys[change.address] = primaryKey
    report(.finished(change.address, action, primaryKey: primaryKey))
    if action.isWrite { tellWhatIsKept(change, kind, effect.entries) }
  }

  private mutating func take(_ failure: ChangeFailure, of change: PlannedChange, _ kind: Kind) {
    if let undo = failure.undo { keep(.wrote(undo), of: change, kind, change.action) }
    latest.fold(failure.entries)
    switch failure.cause {
    case .refused: fail(change, failure.reason, field: failure.field)
    case .unknown:
      keep(.unknown, of: change, kind, change.action)
      fail(change, "the outcome is not known: \(failure.reason)")
    case .journal:
      fail(change, failure.reason)
      // Without a journal, no request may be sent.
      stopReason = stopReason ?? failure.reason
    }
  }

  private mutating func keep(
    _ outcome: Step.Outcome, of change: PlannedChange, _ kind: Kind, _ action: Action
  ) {
    steps.append(Step(change: change, kind: kind, action: action, outcome: outcome))
  }

  /// The entries for the objects that the server deleted together with an object.
  private func removals(_ cascades: [PlannedChange.Cascade]) -> [JournalEntry] {
    guard !cascades.isEmpty else { return [] }
    let resources = snapshot.resources
    return cascades.compactMap { cascade in
      resources.first { $0.value.kind == cascade.model && $0.value.primaryKey == cascade.primaryKey }
        .map { .removed($0.key) }
    }
  }

  /// Reports values that the server stores in another form, unless the catalog or the plan explains them.
  private func tellWhatIsKept(_ change: PlannedChange, _ kind: Kind, _ entries: [JournalEntry]) {
    for case .done(let address, let record) in entries where address == change.address {
      for (name, value) in record.answered
      where kind.field(name)?.replacement == nil && change.answered[name] != value {
        report(.note("\(address): the server keeps its own value of `\(name)`"))
      }
    }
  }

  /// `field` is the field that caused the failure.
  mutating func fail(_ change: PlannedChange, _ reason: String, field: String? = nil) {
    outcome.failed += 1
    if onFailure != .continue {
      stopReason = stopReason ?? "the run stopped when \(change.address) failed"
    }
    let location = field.flatMap { change.fieldLocations[$0] } ?? change.source
    report(.failed(change.address, change.action, reason: reason, at: location))
  }

  /// Reports each change that was not started, with the reason.
  mutating func abandon(_ changes: [PlannedChange]) {
    guard !changes.isEmpty else { return }
    outcome.isInterrupted = stopReason == nil && stop.wasRequested
    abandon(
      changes,
      since: stopReason ?? (stop.wasRequested ? "interrupted" : "a change that it needs was not done"))
  }

  mutating func abandon(_ changes: [PlannedChange], since reason: String) {
    outcome.abandoned += changes.count
    for change in changes {
      report(.abandoned(change.address, change.action, reason: reason, at: change.source))
    }
  }
}
