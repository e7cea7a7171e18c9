package import Catalog
import Model
import OrderedCollections
package import Planning
package import Remote
package import State

/// Carries out a plan. A change starts once its dependencies are done, with at most `parallelism` at a time.
///
/// The plan is applied as it is, without another comparison. Only an object that appears unexpectedly is compared.
package struct Applier: Sendable {
  private let api: LiveAPI
  private let catalog: Catalog
  private let parallelism: Int
  private let stop: StopSignal
  private let onFailure: OnFailure
  private let secretHash: SecretHash?
  private let lateValues: LateValues?
  private let checkpoints: Checkpoints?

  /// `secretHash` hashes values of secret fields for the state; if it is nil, the state does not remember them. A
  /// change that needs `lateValues` fails if they are nil.
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

  /// The outcome of an apply, and the state to save.
  package struct Applied: Sendable {
    package let outcome: ApplyOutcome
    /// False if the journal could not be written, and so lacks a part of what was done.
    package let isJournalComplete: Bool
    package let snapshot: StateSnapshot
  }

  /// Applies the plan and returns the new state, which the caller commits.
  ///
  /// The journal is begun before the first write to the server. A plan without writes has no journal. `check` says
  /// after the writes, and again after a rollback, whether the server works.
  package func apply(
    _ plan: Plan, to snapshot: StateSnapshot,
    journal: () throws(StateError) -> Journal, check: ApplyCheck? = nil,
    report: @escaping (ApplyEvent) -> Void
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
      await run.test(by: check)
      if run.wantsRollback {
        await run.rollBack(Rollback(api: api, journal: journal, stop: stop, before: snapshot))
        if !stop.wasRequested { _ = await check?(.rolledBack) }
      }
      do { try await journal.finish() } catch {
        isJournalComplete = false
        // The snapshot still contains these changes.
        if !run.isStopped { run.report(.note("\(error)")) }
      }
    }
    run.outcome.retries = api.client.counter.retries
    return Applied(outcome: run.outcome, isJournalComplete: isJournalComplete, snapshot: run.snapshot)
  }

  private func perform(_ writes: [PlannedChange], _ journal: Journal, _ run: inout Run) async {
    var queue = ReadyQueue(writes, waitingFor: Handovers(writes, catalog).givers)
    let timer = checkpoints.map { CheckpointTimer($0, run.latest) }
    // It ends with this function, which waits for a save in progress.
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
    var dependents = DeletedObjectReader.Dependents()
    do throws(ChangeFailure) {
      change = try await complete(planned, kind, keys)
      if onFailure == .rollback, change.action == .delete, let key = change.detailKey {
        dependents = try await DeletedObjectReader(api: api, catalog: catalog).dependents(of: key, kind)
      }
      let applier = ChangeApplier(api: api, journal: journal, stop: stop, kind: kind, change: change)
      let effect = try await applier.apply()
      return FinishedChange(change: change, kind: kind, dependents: dependents, result: .success(effect))
    } catch {
      return FinishedChange(change: change, kind: kind, dependents: dependents, result: .failure(error))
    }
  }

  /// Fills in all values that were not known when the plan was made.
  private func complete(
    _ planned: PlannedChange, _ kind: Kind, _ keys: KnownKeys
  ) async throws(ChangeFailure) -> PlannedChange {
    var change = keys.settled(planned)
    // A delete sends no values, so it does not matter whether their references are known.
    guard change.action != .delete else { return change }
    if Value.map(change.values).isPending {
      do {
        let late = keys.settled(try await lateValues?(change.address) ?? [:])
        change.values = ValueMap(
          uniqueKeysWithValues: change.values.map {
            ($0.key, $0.value.isPending ? late[$0.key] ?? $0.value : $0.value)
          })
      } catch {
        throw .refused("its values could not be looked up: \(error)")
      }
    }
    if let missing = Value.map(change.values).references.first {
      throw .refused("the key of \(missing.address), which it refers to, is not known")
    }
    // If a value had unknown keys at that time, its hash in the plan would never match again.
    for name in change.secretHashes.keys where planned.values[name]?.references.isEmpty == false {
      change.secretHashes[name] = kind.field(name).flatMap { field in
        change.values[name].flatMap { secretHash?($0, of: field) }
      }
    }
    return change.rememberingHidden(of: kind, secretHash)
  }
}
