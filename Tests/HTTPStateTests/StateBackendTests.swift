import Foundation
import HTTPState
import Model
import OrderedCollections
import Remote
import ServerSupport
import State
import Synchronization
import TestSupport
import Testing

/// The behaviour that all backends share: one table over files, state servers and authentik.
struct StateBackendTests {
  typealias Place = StateScene.Place

  static func record(_ slug: String) -> ResourceRecord {
    ResourceRecord(
      kind: "authentik_flows.flow", primaryKey: .string(slug), origin: .created, source: "b.yaml",
      entryID: nil, identifiers: ["slug": .string(slug)], dependencies: [], applied: ["title": "T"])
  }

  /// Adds objects in one run, from the lock to its release.
  static func add(_ slugs: String..., to backend: any StateBackend) async throws {
    let held = try await backend.hold(command: "apply")
    let before = try await held.recover().snapshot
    var after = before
    for slug in slugs { after.resources[.flow(slug)] = record(slug) }
    try await held.commit(after, after: before)
    #expect(await held.release() == nil)
  }

  static func slugs(_ backend: any StateBackend) async throws -> [String] {
    try await backend.load().snapshot.resources.values.compactMap { $0.primaryKey.string }.sorted()
  }

  @Test(arguments: Place.allCases) func isEmptyAtFirst(_ place: Place) async throws {
    try await StateScene.with(place) { scene in
      let loaded = try await scene.backend().load()
      #expect(loaded.snapshot.serial == 0 && loaded.snapshot.resources.isEmpty && !loaded.hasOpenJournal)
      #expect(try await scene.server?.stored() == nil)
    }
  }

  @Test(arguments: Place.allCases) func everyMachineReadsWhatOneWrote(_ place: Place) async throws {
    try await StateScene.with(place) { scene in
      try await Self.add("a", to: scene.backend("one"))
      try await Self.add("b", to: scene.backend("two"))
      let (one, two) = (try await scene.backend("one").load(), try await scene.backend("two").load())
      #expect(one.snapshot == two.snapshot && one.snapshot.serial == 2)
      #expect(try await Self.slugs(scene.backend("three")) == ["a", "b"])
    }
  }

  @Test(arguments: Place.allCases) func theSerialGrowsOnlyOnAChange(_ place: Place) async throws {
    try await StateScene.with(place) { scene in
      try await Self.add("a", to: scene.backend())
      scene.server?.forgetRequests()
      try await Self.add("a", to: scene.backend("two"))
      #expect(try await scene.backend().load().snapshot.serial == 1)
      #expect(scene.server?.requests.contains(.write) != true)
    }
  }

  // MARK: - The lock of a service

  /// What a stand-by sees change when the lock is renewed.
  private static func lease(_ backend: any StateBackend) async throws -> String? {
    if case .left(_, _, let lease) = try await backend.lockReport() { lease } else { nil }
  }

  @Test(arguments: Place.allCases.filter { $0.locks && $0 != .file })
  func anotherMachineSeesThatALockIsRenewed(_ place: Place) async throws {
    try await StateScene.with(place) { scene in
      let held = try await scene.backend("one").hold(command: Lease.command)
      let first = try #require(try await Self.lease(scene.backend("two")))
      #expect(try await Self.lease(scene.backend("two")) == first)
      try await held.renew()
      let second = try #require(try await Self.lease(scene.backend("two")))
      #expect(second != first)
      // It is still the same lock: nobody else gets it, and the state can be saved with it.
      await #expect(throws: StateError.self) { _ = try await scene.backend("two").hold(command: "apply") }
      let before = try await held.recover().snapshot
      var after = before
      after.resources[.flow("a")] = Self.record("a")
      try await held.commit(after, after: before)
      #expect(await held.release() == nil)
      #expect(try await scene.backend("two").lockReport() == .free)
      #expect(try await Self.slugs(scene.backend("two")) == ["a"])
    }
  }

  @Test(arguments: Place.allCases.filter { $0.locks && $0 != .file })
  func theLockOfAnotherCommandIsNoLease(_ place: Place) async throws {
    try await StateScene.with(place) { scene in
      let held = try await scene.backend("one").hold(command: "apply")
      #expect(try await Self.lease(scene.backend("two")) == nil)
      #expect(await held.release() == nil)
    }
  }

  @Test(arguments: Place.allCases.filter { $0.locks && $0 != .file })
  func aLockThatWasTakenOverCannotBeRenewed(_ place: Place) async throws {
    try await StateScene.with(place) { scene in
      let (one, two) = (try scene.backend("one"), try scene.backend("two"))
      let killed = try await one.hold(command: Lease.command)
      try await two.breakLock(try await two.lockReport())
      let next = try await two.hold(command: Lease.command)
      await #expect(throws: StateError.lockLost(name: one.name)) { try await killed.renew() }
      // The other run's lock is as it was.
      try await next.renew()
      await #expect(throws: StateError.self) { _ = try await scene.backend("three").hold(command: "apply") }
      #expect(await next.release() == nil)
    }
  }

  @Test(arguments: Place.allCases.filter(\.locks)) func isHeldOnce(_ place: Place) async throws {
    try await StateScene.with(place) { scene in
      let held = try await scene.backend("one").hold(command: "apply")
      #expect(held.notes.isEmpty)
      for machine in ["one", "two"] {
        let error = try await #require(throws: StateError.self) {
          _ = try await scene.backend(machine).hold(command: "apply")
        }
        #expect(error.isLocked && "\(error)".contains(" since 2"), "\(error)")
      }
      #expect(await held.release() == nil)
      let next = try await scene.backend("two").hold(command: "apply")
      #expect(await next.release() == nil)
      #expect(try await scene.backend("one").lockReport() == .free)
    }
  }

  @Test(arguments: Place.allCases.filter(\.locks)) func aLockCanBeBroken(_ place: Place) async throws {
    try await StateScene.with(place) { scene in
      let held = try await scene.backend("one").hold(command: "apply")
      let other = try scene.backend("two")
      let report = try await other.lockReport()
      if case .free = report { Issue.record("it is held") }
      try await other.breakLock(report)
      let next = try await other.hold(command: "apply")
      // After the first run has lost its lock, its release does not remove the lock of the second.
      _ = await held.release()
      #expect(try await scene.backend("three").lockReport() != .free)
      #expect(await next.release() == nil)
    }
  }

  /// A run that is ended at once releases its own lock and no other.
  @Test(arguments: Place.allCases.filter(\.locks), [true, false])
  func theLockOfAnotherSurvivesTheEndOfARun(_ place: Place, wasBroken: Bool) async throws {
    try await StateScene.with(place) { scene in
      let held = try await scene.backend("one").hold(command: "plan")
      let other = try scene.backend("two")
      if wasBroken {
        try await other.breakLock(try await other.lockReport())
      } else {
        _ = await held.release()
      }
      let next = try await other.hold(command: "apply")
      held.releaseBeforeExit()
      #expect(try await scene.backend("three").lockReport() != .free)
      await #expect(throws: StateError.self) { _ = try await other.hold(command: "apply") }
      _ = await next.release()
      let own = try await other.hold(command: "apply")
      own.releaseBeforeExit()
      #expect(try await scene.backend("three").lockReport() == .free)
    }
  }

  @Test(arguments: Place.allCases) func aJournalThatWasLeftIsFoldedIn(_ place: Place) async throws {
    try await StateScene.with(place) { scene in
      try await Self.add("a", to: scene.backend())
      let held = try await scene.backend().hold(command: "apply")
      let journal = try held.beginJournal(try await held.recover().snapshot)
      try await journal.append(.done(.flow("b"), Self.record("b")))
      try await journal.append(.removed(.flow("a")))
      _ = await held.release()
      let loaded = try await scene.backend().load()
      #expect(loaded.hasOpenJournal && loaded.snapshot.serial == 2)
      #expect(try await Self.slugs(scene.backend()) == ["b"])
      let next = try await scene.backend().hold(command: "apply")
      #expect(try await next.recover().snapshot == loaded.snapshot)
      _ = await next.release()
      #expect(try await !scene.backend().load().hasOpenJournal)
      #expect(try await scene.backend("two").load().snapshot == loaded.snapshot)
    }
  }
}
