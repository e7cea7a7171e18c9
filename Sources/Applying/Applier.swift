package import Catalog
import Model
import OrderedCollections
package import Planning
package import Remote
package import StateFile

/// Carries out a plan: a change starts as soon as what it needs is done, at most `parallelism` at a time.
///
/// It takes the plan as it is and never compares again, but for an object that turns up where none was.
package struct Applier: Sendable {
  private let api: LiveAPI
  private let catalog: Catalog
  private let parallelism: Int
  private let stop: StopSignal
  private let onFailure: OnFailure
  private let secretHash: SecretHash?

  /// `secretHash` is how the state remembers what never comes back; nil where it does not.
  package init(
    _ api: LiveAPI, catalog: Catalog, parallelism: Int = 10, stop: StopSignal = StopSignal(),
    onFailure: OnFailure = .stop, secretHash: SecretHash? = nil
  ) {
    self.api = api
    self.catalog = catalog
    self.parallelism = max(1, parallelism)
    self.stop = stop
    self.onFailure = onFailure
    self.secretHash = secretHash
  }

  /// What an apply has done, and what the state is to be.
  package struct Applied: Sendable {
    package let outcome: ApplyOutcome
    package let snapshot: StateSnapshot
  }

  /// Applies the plan on top of a state. The journal is begun before the first write to the server, and
  /// not at all where there is none; the caller commits the state that comes back.
  package func apply(
    _ plan: Plan, to snapshot: StateSnapshot,
    journal: () throws(StateError) -> Journal, report: @escaping (ApplyEvent) -> Void
  ) async throws(StateError) -> Applied {
    var run = Run(snapshot: snapshot, stop: stop, onFailure: onFailure, report: report)
    for change in plan.changes where !change.action.isWrite { run.note(change) }
    for address in plan.vanished where run.snapshot.resources[address] != nil {
      run.snapshot.fold(.removed(address))
    }
    let writes = plan.changes.filter(\.action.isWrite)
    if !writes.isEmpty {
      let journal = try journal()
      await perform(writes, journal, &run)
      if run.wantsRollback {
        await run.rollBack(Rollback(api: api, journal: journal, stop: stop, before: snapshot))
      }
    }
    run.outcome.retries = api.client.counter.retries
    return Applied(outcome: run.outcome, snapshot: run.snapshot)
  }

  private func perform(_ writes: [PlannedChange], _ journal: Journal, _ run: inout Run) async {
    var queue = ReadyQueue(writes)
    await withTaskGroup(of: (PlannedChange, Kind, ChangeResult).self) { group in
      var running = 0
      while true {
        while running < parallelism, !run.isStopped, let change = queue.next() {
          let change = run.settled(change, catalog, secretHash)
          guard let kind = catalog.kind(change.address.model) else {
            run.fail(change, "the server's version has no \(change.address.model)")
            continue
          }
          if let missing = Value.map(change.values).references.first {
            run.fail(change, "the key of \(missing.address), which it refers to, is not known")
            continue
          }
          running += 1
          run.report(.started(change.address, change.action))
          group.addTask {
            let applier = ChangeApplier(api: api, journal: journal, stop: stop, kind: kind, change: change)
            return (change, kind, await applier.apply())
          }
        }
        guard let (change, kind, result) = await group.next() else { break }
        running -= 1
        if run.finish(change, kind, result) { queue.finish(change) }
      }
    }
    run.abandon(queue.remaining)
  }
}
