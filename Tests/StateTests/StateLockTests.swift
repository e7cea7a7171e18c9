import Foundation
import Model
import OrderedCollections
import TestSupport
import Testing

@testable import State

@Suite struct StateLockTests {
  private static func host() throws -> String {
    let directory = try TemporaryDirectory()
    let lock = try StateStore(path: directory.path("s")).lock(command: "probe")
    let holder = try #require(LockHolder(try JSONReader.read(directory.read("s.lock") ?? [])))
    _ = consume lock
    return holder.host
  }

  @Test func isHeldOnceAndNamesItsHolder() throws {
    let directory = try TemporaryDirectory()
    let store = StateStore(path: directory.path("new/s"))
    do {
      let lock = try store.lock(command: "apply")
      #expect(lock.takenOverFrom == nil)
      let error = try #require(throws: StateError.self) { _ = try store.lock(command: "plan") }
      guard case .locked(let holder, store.lockPath) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(holder.command == "apply" && holder.processID == Int(getpid()))
      #expect(error.description.contains("(process \(getpid()), flowform apply) since "))
      #expect(
        error.description.hasSuffix("or, if you are sure that it no longer runs, run `flowform state unlock`")
      )
      _ = consume lock
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path("new")).isEmpty)
    let again = try store.lock(command: "apply")
    #expect(again.takenOverFrom == nil)
  }

  @Test func isTakenOverFromADeadProcessOfThisHost() throws {
    let directory = try TemporaryDirectory()
    let dead = LockHolder(
      user: "u", host: try Self.host(), processID: 999_999, command: "apply", since: "then")
    try directory.write(JSONWriter.write(dead.value), to: "s.lock")
    let lock = try StateStore(path: directory.path("s")).lock(command: "apply")
    #expect(lock.takenOverFrom == dead)
  }

  @Test func tellsWhetherItsHolderStillRuns() throws {
    let directory = try TemporaryDirectory()
    let store = StateStore(path: directory.path("s"))
    #expect(try store.lockStatus() == .free)
    #expect(directory.names.isEmpty)
    do {
      let lock = try store.lock(command: "apply")
      guard case .held(let holder?) = try store.lockStatus() else {
        Issue.record("a lock that is held")
        return
      }
      #expect(holder.processID == Int(getpid()))
      _ = consume lock
    }
    #expect(try store.lockStatus() == .free)
    let dead = LockHolder(user: "u", host: "h", processID: 999_999, command: "apply", since: "then")
    try directory.write(JSONWriter.write(dead.value), to: "s.lock")
    #expect(try store.lockStatus() == .left(dead))
    try directory.write("", to: "s.lock")
    #expect(try store.lockStatus() == .left(nil))
    try store.breakLock()
    #expect(try store.lockStatus() == .free)
  }

  @Test func oneThatWasBrokenDoesNotTakeItsFollowerAlong() throws {
    let directory = try TemporaryDirectory()
    let store = StateStore(path: directory.path("s"))
    let broken = try store.lock(command: "apply")
    try store.breakLock()
    let follower = try store.lock(command: "apply")
    broken.release()
    #expect(directory.names == ["s.lock"])
    follower.release()
    #expect(directory.names.isEmpty)
  }

  @Test func isHeldByAnotherHost() throws {
    let directory = try TemporaryDirectory()
    let other = LockHolder(user: "u", host: "elsewhere", processID: 5, command: "apply", since: "then")
    let text = JSONWriter.write(other.value)
    try directory.write(text, to: "s.lock")
    let store = StateStore(path: directory.path("s"))
    #expect(throws: StateError.locked(other, path: store.lockPath)) { _ = try store.lock(command: "apply") }
    #expect(directory.read("s.lock") == Array(text.utf8))
  }
}
