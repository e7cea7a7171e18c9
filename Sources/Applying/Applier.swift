package import Catalog
import Model
import OrderedCollections
package import Planning
package import Remote
package import State

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
  private let lateValues: LateValues?
  private let checkpoints: Checkpoints?

  /// `secretHash` is how the state remembers what never comes back; nil if it does not. Without
  /// `lateValues` a change fails that needs them.
  package init(
    _ api: LiveAPI, catalog: Catalog, parallelism: Int = 10, stop: StopSignal = StopSignal(),
    onFailure: OnFailure = .stop, secretHash: SecretHash? = nil, lateValues: LateValues? = nil,
    checkpoints: Checkpoints? = nil
  ) {
    self.api = api
    self.catalog = catalog
    self.parallelism = max(1, parallelism)
    self.stop = stop
    self.onFailure = onFailure
    self.secretHash = secretHash
    self.lateValues = lateValues
    self.checkpoints = checkpoints
  }

  /// What an apply has done, and what the state is to be.
  package struct Applied: Sendable {
    package let outcome: ApplyOutcome
    /// False if the journal lacks what was done, since it could not be written.
    package let isJournalComplete: Bool
    package let snapshot: StateSnapshot
  }

  /// Applies the plan on top of a state. The journal is begun before the first write to the server, and
  /// not at all where there is none; the caller commits the state that comes back.
  package func apply(
    _ plan: Plan, to snapshot: StateSnapshot,
    journal: () throws(StateError) -> Journal, report: @escaping (ApplyEvent) -> Void
  ) async throws(StateError) -> Applied {
    var run = Run(plan, snapshot: snapshot, stop: stop, onFailure: onFailure, report: report)
    run.outcome.failed += plan.failures.count
    for change in plan.changes where !change.action.isWrite {
      if let needed = plan.abandoned[change.address] {
        run.abandon([change], since: "it needs \(needed), which has an error")
        continue
      }
      let kind = catalog.kind(change.address.model)
      run.note(
        kind.map {
          change.rememberingHidden(of: $0, secretHash, known: snapshot.resources[change.address])
        } ?? change)
    }
    for address in plan.vanished where run.snapshot.resources[address] != nil {
      run.latest.fold([.removed(address)])
    }
    let writes = plan.changes.filter(\.action.isWrite)
    var isJournalComplete = true
    if !writes.isEmpty {
      let journal = try journal()
      await perform(writes, journal, &run)
      if run.wantsRollback {
        await run.rollBack(Rollback(api: api, journal: journal, stop: stop, before: snapshot))
      }
      do { try await journal.finish() } catch {
        isJournalComplete = false
        // What was done is in the snapshot all the same.
        if !run.isStopped { run.report(.note("\(error)")) }
      }
    }
    run.outcome.retries = api.client.counter.retries
    return Applied(outcome: run.outcome, isJournalComplete: isJournalComplete, snapshot: run.snapshot)
  }

  private func perform(_ writes: [PlannedChange], _ journal: Journal, _ run: inout Run) async {
    var queue = ReadyQueue(writes, waitingFor: Handovers(writes, catalog).givers)
    let timer = checkpoints.map { CheckpointTimer($0, run.latest) }
    // It ends with this function, which waits for a save that has begun.
    async let _ = timer?.run()
    await withTaskGroup(of: FinishedChange.self) { group in
      var running = 0
      while true {
        while running < parallelism, !run.isStopped, let change = queue.next() {
          guard let kind = catalog.kind(change.address.model) else {
            run.fail(
              change, "the server's version has no \(change.address.model); use another server or remove it")
            continue
          }
          running += 1
          run.report(.started(change.address, change.action))
          let keys = run.keys
          group.addTask { await carryOut(change, kind, keys, journal) }
        }
        guard let finished = await group.next() else { break }
        running -= 1
        if run.finish(finished) { queue.finish(finished.change) }
        timer?.note()
      }
    }
    run.abandon(queue.remaining)
  }

  private func carryOut(
    _ planned: PlannedChange, _ kind: Kind, _ keys: KnownKeys, _ journal: Journal
  ) async -> FinishedChange {
    var change = planned
    do throws(ChangeFailure) {
      change = try await complete(planned, kind, keys)
      let applier = ChangeApplier(api: api, journal: journal, stop: stop, kind: kind, change: change)
      return FinishedChange(change: change, kind: kind, result: .success(try await applier.apply()))
    } catch {
      return FinishedChange(change: change, kind: kind, result: .failure(error))
    }
  }

  /// The change with every value that was not known when the plan was made.
  private func complete(
    _ planned: PlannedChange, _ kind: Kind, _ keys: KnownKeys
  ) async throws(ChangeFailure) -> PlannedChange {
    var change = keys.settled(planned)
    if Value.map(change.values).isPending {
      do {
        let late = keys.settled(try await lateValues?(change.address) ?? [:])
        change.values = ValueMap(
          uniqueKeysWithValues: change.values.map {
            ($0.key, $0.value.isPending ? late[$0.key] ?? $0.value : $0.value)
          })
      } catch {
        throw .refused("what it is made of could not be looked up: \(error)")
      }
    }
    if let missing = Value.map(change.values).references.first {
      throw .refused("the key of \(missing.address), which it refers to, is not known")
    }
    // A hash of a value whose keys were not known yet would never be met again.
    for name in change.secretHashes.keys where planned.values[name]?.references.isEmpty == false {
      change.secretHashes[name] = kind.field(name).flatMap { field in
        change.values[name].flatMap { secretHash?($0, of: field) }
      }
    }
    return change.rememberingHidden(of: kind, secretHash)
  }
}
