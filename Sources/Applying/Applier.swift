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

  /// `secretHash` is how the state remembers what never comes back; nil where it does not. Without
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
      run.snapshot.fold(.removed(address))
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

  /// What the loop of `perform` goes on after.
  private enum Turn: Sendable {
    case finished(PlannedChange, Kind, ChangeResult)
    case saveIsDue(Bool)
    case saved
  }

  private func perform(_ writes: [PlannedChange], _ journal: Journal, _ run: inout Run) async {
    var queue = ReadyQueue(writes, handovers: Handovers(writes, catalog))
    await withTaskGroup(of: Turn.self) { group in
      var running = 0
      var saving = Saving.idle
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
          group.addTask {
            do throws(Incomplete) {
              let change = try await complete(change, kind, keys)
              let applier = ChangeApplier(
                api: api, journal: journal, stop: stop, kind: kind, change: change)
              return .finished(change, kind, await applier.apply())
            } catch {
              return .finished(change, kind, .failed(error.reason))
            }
          }
        }
        // What is being saved is waited for, a save that only might come is not.
        guard running > 0 || saving.isUnderWay, let turn = await group.next() else { break }
        var hasNews = false
        switch turn {
        case .finished(let change, let kind, let result):
          running -= 1
          if run.finish(change, kind, result) { queue.finish(change) }
          hasNews = true
        case .saveIsDue(let isDue):
          if let checkpoints, isDue, running > 0 {
            saving = .underWay(hasNews: false)
            let snapshot = run.snapshot
            group.addTask {
              await checkpoints.save(snapshot)
              return .saved
            }
          }
        case .saved:
          hasNews = saving == .underWay(hasNews: true)
          saving = .idle
        }
        if let checkpoints, hasNews, saving.noteChange() {
          group.addTask { .saveIsDue(await checkpoints.wait()) }
        }
      }
      group.cancelAll()
    }
    run.abandon(queue.remaining)
  }

  /// Where the saving of what has been done so far is.
  private enum Saving: Hashable {
    case idle, waiting
    /// `hasNews` where something was done since it began.
    case underWay(hasNews: Bool)

    var isUnderWay: Bool { if case .underWay = self { true } else { false } }

    /// Takes note of a change that is not saved; true where a save is to be waited for from now on.
    mutating func noteChange() -> Bool {
      switch self {
      case .idle:
        self = .waiting
        return true
      case .waiting: return false
      case .underWay:
        self = .underWay(hasNews: true)
        return false
      }
    }
  }

  private struct Incomplete: Error {
    let reason: String
  }

  /// The change with every value that was not known when the plan was made.
  private func complete(
    _ planned: PlannedChange, _ kind: Kind, _ keys: KnownKeys
  ) async throws(Incomplete) -> PlannedChange {
    var change = keys.settled(planned)
    if Value.map(change.values).isPending {
      do {
        let late = keys.settled(try await lateValues?(change.address) ?? [:])
        change.values = ValueMap(
          uniqueKeysWithValues: change.values.map {
            ($0.key, $0.value.isPending ? late[$0.key] ?? $0.value : $0.value)
          })
      } catch {
        throw Incomplete(reason: "what it is made of could not be looked up: \(error)")
      }
    }
    if let missing = Value.map(change.values).references.first {
      throw Incomplete(reason: "the key of \(missing.address), which it refers to, is not known")
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
