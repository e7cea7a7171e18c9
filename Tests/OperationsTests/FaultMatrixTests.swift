import Applying
import Catalog
import Foundation
import Model
import OperationsSupport
import OrderedCollections
import Planning
import Remote
import Sandbox
import State
import TestSupport
import Testing

/// Every fault at two rates, with more than 500 objects of mixed kinds, real HTTP and pauses without duration.
///
/// A run ends with exactly the desired set, or reports precisely what is not done. Then the next run, without faults,
/// finishes it.
@Suite(.serialized, .enabled(if: LongTests.areWanted, LongTests.hint))
struct FaultMatrixTests {
  private static let blueprint = MixedText(parts: 30, mappings: 350)
  private static let objects = blueprint.objects

  struct Day: Sendable, CustomTestStringConvertible {
    let fault: FaultKind
    let rate: Double
    let onFailure: OnFailure
    var testDescription: String { "\(fault.rawValue)=\(rate), \(onFailure.rawValue)" }
  }

  static let days = FaultKind.allCases.flatMap { fault in
    [
      Day(fault: fault, rate: 0.05, onFailure: .stop), Day(fault: fault, rate: 0.3, onFailure: .continue),
    ]
  }

  @Test(arguments: days) func endsInTheDesiredSetOrSaysWhatIsNotDone(_ day: Day) async throws {
    #expect(Self.blueprint.count >= 500)
    let directory = try TemporaryDirectory()
    let store = StateStore(path: directory.path("state.json"))
    var configuration = SandboxConfiguration()
    configuration.faults = [day.fault: day.rate]
    configuration.seed = 11
    let sandbox = try SandboxServer(configuration)
    let apply = ApplyInProcess(
      blueprint: Self.blueprint.text, store: store, onFailure: day.onFailure, parallelism: 24)
    try await sandbox.withRunning { port in
      var connection = ConnectionOptions(
        address: try ServerAddress("http://127.0.0.1:\(port)"), token: "sandbox-admin")
      connection.timeoutSeconds = day.fault == .hang ? 0.5 : 30
      connection.parallelism = apply.parallelism
      let bad = try await HTTPTransport.with(connection) { try await apply.run($0) }
      let engine = EngineTransport(sandbox: sandbox)
      try await expectPrecise(bad, store, engine)
      if bad.outcome.isComplete { #expect(try await engine.mixedObjects() == Self.objects) }
      if day.rate > 0.1 { #expect(bad.outcome.retries > 20) }
      let good = try await apply.run(engine)
      #expect(good.outcome.isComplete)
      #expect(try await engine.mixedObjects() == Self.objects)
      let state = try store.load().snapshot
      #expect(state.resources.count == Self.blueprint.count && state.intents.isEmpty)
      guard good.plan.summary.hasChanges else { return }
      let last = try await apply.run(engine)
      #expect(!last.plan.summary.hasChanges)
      #expect(try store.load().snapshot == state)
    }
  }

  /// Every planned write is reported as done and is done, or is reported as not done. An object whose write is not done
  /// can only exist if the state has an intent for it.
  private func expectPrecise(
    _ finished: ApplyInProcess.Finished, _ store: StateStore, _ engine: EngineTransport
  ) async throws {
    let planned = Set(finished.plan.changes.filter(\.action.isWrite).map(\.address))
    #expect(planned.count == Self.blueprint.count)
    #expect(finished.done.isDisjoint(with: finished.notDone))
    #expect(finished.done.union(finished.notDone) == planned)
    #expect(Set(finished.notDone).count == finished.notDone.count)
    #expect(finished.outcome.isComplete == finished.notDone.isEmpty)
    let state = try store.load().snapshot
    #expect(Set(state.resources.keys) == finished.done)
    let there = try await engine.mixedObjects()
    #expect(Set(there).count == there.count)
    #expect(there.count >= finished.done.count)
    #expect(there.count <= finished.done.count + state.intents.count)
    // A write of a kind with a unique key always gets a known outcome.
    #expect(state.intents.values.allSatisfy { !$0.hasUniqueKey })
  }
}
