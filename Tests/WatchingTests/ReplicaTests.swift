import Foundation
import Model
import OrderedCollections
import State
import TestSupport
import Testing

@testable import Watching

/// Two services on one state: one works, and the other stands by.
struct ReplicaTests {
  private static let one = WatchScene.flows(["one": "First"])

  private static func standsBy(_ status: TargetStatus) -> Bool {
    if case .standingBy = status.phase { true } else { false }
  }

  @Test func oneWorksAndTheOtherFollowsItsOrderlyEnd() async throws {
    let scene = try WatchScene(Self.one)
    let (ends, end) = AsyncStream<Void>.makeStream()
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      let (starts, start) = AsyncStream<Void>.makeStream()
      tasks.addTask {
        try await scene.running(WatchScene.options()) { first in
          try await first.until("an apply") { $0.isApplied && $0.holdsLock }
          start.finish()
          for await _ in ends {}
        }
      }
      for await _ in starts {}
      try await scene.running(WatchScene.options(interval: .milliseconds(50))) { second in
        try await second.until("standing by") { Self.standsBy($0) }
        #expect(second.status.isReady && !second.status.holdsLock)
        try await second.until(#"flowform_lock_held{target="default"}"#, is: 0)
        // Only one of them applies.
        try scene.write(WatchScene.flows(["one": "Second"]))
        try await second.until("the change") { _ in try await scene.titles()["one"] == "Second" }
        #expect(Self.standsBy(second.status))
        end.finish()
        try await second.until(#"flowform_lock_held{target="default"}"#, is: 1)
        try scene.write(WatchScene.flows(["one": "Third"]))
        try await second.until("its own change") { _ in try await scene.titles()["one"] == "Third" }
      }
      try await tasks.waitForAll()
    }
    #expect(scene.server.writes.count == 3, "\(scene.server.writes)")
  }

  /// A replica that looked at the files long ago must not undo what the one before it applied last.
  @Test func theOneThatFollowsTakesTheNewestBlueprints() async throws {
    let scene = try WatchScene(Self.one)
    let (starts, start) = AsyncStream<Void>.makeStream()
    let (ends, end) = AsyncStream<Void>.makeStream()
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask {
        try await scene.running(WatchScene.options()) { first in
          try await first.until("an apply") { $0.isApplied && $0.holdsLock }
          start.finish()
          for await _ in ends {}
        }
      }
      for await _ in starts {}
      let slow = WatchScene.options { $0.pace.standBy = .seconds(3) }
      try await scene.running(slow) { second in
        try await second.until("standing by") { Self.standsBy($0) }
        try scene.write(WatchScene.flows(["one": "Second"]))
        try await second.until("the change") { _ in try await scene.titles()["one"] == "Second" }
        end.finish()
        try await second.until("its own look") { $0.isApplied && $0.holdsLock }
      }
      try await tasks.waitForAll()
    }
    #expect(scene.server.writes.count == 2, "\(scene.server.writes)")
  }

  /// The lock of a service on another machine, which the file names.
  private static func lock(_ scene: WatchScene, _ renewed: Int, command: String = "watch") throws {
    var holder = LockHolder(
      user: "u", host: "elsewhere.example", processID: 1, command: command, since: "2026-01-01T00:00:00Z")
    holder.renewed = "2026-01-01T00:00:\(10 + renewed)Z"
    let text = JSONWriter.write([
      "user": .string(holder.user), "host": .string(holder.host), "pid": 1, "command": .string(command),
      "since": .string(holder.since), "renewed": holder.renewed.map(Value.string) ?? .null,
    ])
    try scene.directory.write(text, to: "state.json.lock")
  }

  @Test func aKilledOneIsReplaced() async throws {
    let scene = try WatchScene(Self.one)
    try Self.lock(scene, 0)
    try await scene.running(WatchScene.options()) { second in
      try await second.until("standing by") { Self.standsBy($0) }
      // As long as it renews its lock, it lives.
      for renewed in 1...20 {
        try await Task.sleep(for: .milliseconds(100))
        try Self.lock(scene, renewed)
      }
      #expect(Self.standsBy(second.status) && scene.server.writes.isEmpty)
      try await second.until("taken over") { $0.isApplied && $0.holdsLock }
    }
    #expect(scene.log.count("took over the lock of u@elsewhere.example") == 1)
    #expect(try await scene.titles()["one"] == "First")
  }

  @Test func theLockOfAnotherCommandIsNeverTakenOver() async throws {
    let scene = try WatchScene(Self.one)
    try Self.lock(scene, 0, command: "apply")
    try await scene.running(WatchScene.options { $0.pace.patience = .milliseconds(100) }) { service in
      try await service.until("standing by") { Self.standsBy($0) }
      try await Task.sleep(for: .milliseconds(600))
      #expect(Self.standsBy(service.status))
      try FileManager.default.removeItem(atPath: scene.store.lockPath)
      try await service.until("an apply") { $0.isApplied }
    }
  }

  @Test func oneThatLostItsLockStopsAndStandsBy() async throws {
    let scene = try WatchScene(Self.one)
    try await scene.running(WatchScene.options(interval: .milliseconds(50))) { service in
      try await service.until("an apply") { $0.isApplied && $0.holdsLock }
      try FileManager.default.removeItem(atPath: scene.store.lockPath)
      try Self.lock(scene, 0)
      try await service.until("standing by") { Self.standsBy($0) }
      #expect(!service.status.holdsLock)
      scene.server.forget()
      try scene.write(WatchScene.flows(["one": "Second"]))
      try await Task.sleep(for: .milliseconds(400))
      #expect(scene.server.writes.isEmpty)
    }
    // The other one's lock is still there.
    #expect(FileManager.default.fileExists(atPath: scene.store.lockPath))
  }

  @Test func itsOwnLockThatItCouldNotReleaseIsReleasedAtOnce() async throws {
    let scene = try WatchScene(Self.one)
    let options = WatchScene.options { $0.pace.patience = .seconds(600) }
    try await scene.running(options, state: StuckState(scene.store)) { service in
      try await service.until("an apply") { $0.isApplied }
      scene.server.turn(.off)
      try scene.write(WatchScene.flows(["one": "Second"]))
      try await service.until("trouble") { $0.trouble?.failure.kind == .unreachable && !$0.holdsLock }
      scene.server.turn(.on)
      try await service.until("the change") { _ in try await scene.titles()["one"] == "Second" }
      try await service.until("the lock") { $0.holdsLock }
    }
    #expect(scene.log.count("released the lock that this service could not release before") == 1)
  }

  @Test func theLockCanBeReleasedBetweenApplies() async throws {
    let scene = try WatchScene(Self.one)
    try await scene.running(WatchScene.options { $0.releasesLock = true }) { service in
      try await service.until("an apply") { $0.isApplied && !$0.holdsLock }
      let other = try await scene.store.hold(command: "apply")
      try scene.write(WatchScene.flows(["one": "Second"]))
      try await service.until("standing by") { Self.standsBy($0) }
      #expect(try await scene.titles()["one"] == "First")
      _ = await other.release()
      try await service.until("the change") { _ in try await scene.titles()["one"] == "Second" }
    }
  }
}
