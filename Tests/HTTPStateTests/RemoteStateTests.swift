import Foundation
import HTTPState
import Model
import OrderedCollections
import Remote
import ServerSupport
import State
import TestSupport
import Testing

/// Faults of a state server lose nothing and overwrite nothing.
struct RemoteStateTests {
  private typealias Scene = StateScene

  private static func add(_ slug: String, to snapshot: StateSnapshot) -> StateSnapshot {
    var next = snapshot
    next.resources[.flow(slug)] = StateBackendTests.record(slug)
    return next
  }

  /// A run that has created `b` so far, and has recorded it.
  private static func run(
    _ backend: any StateBackend
  ) async throws -> (held: any HeldState, before: StateSnapshot, journal: Journal) {
    let held = try await backend.hold(command: "apply")
    let before = try await held.recover().snapshot
    let journal = try held.beginJournal(before)
    try await journal.append(.done(.flow("b"), StateBackendTests.record("b")))
    return (held, before, journal)
  }

  private static func serial(_ scene: Scene) async throws -> Int {
    try await scene.backend("reader").load().snapshot.serial
  }

  private static let places: [StateScene.Place] = [.terraform, .gitlab, .authentik, .authentikInParts]

  /// Each fault with the number of writes that a save then takes.
  @Test(
    arguments: places,
    [
      (TeamServer.Fault.status(500), 2), (.status(503), 2), (.status(429), 2), (.resetBefore, 2),
      (.statusAfter(500), 1), (.resetAfter, 1), (.garbageAfter, 1), (.statusAfter(409), 1),
      (.statusAfter(422), 1),
    ])
  func aWriteThatFailsForAMomentIsDoneOnce(
    _ place: StateScene.Place, _ fault: (TeamServer.Fault, Int)
  ) async throws {
    // These two are answers of GitLab. authentik refuses a part in no such way and makes it all the same.
    let isOfGitLab = [.statusAfter(409), .statusAfter(422)].contains(fault.0)
    guard place != .authentikInParts || !isOfGitLab else { return }
    try await Scene.with(place) { scene in
      scene.server?.fault(.write, fault.0)
      // The outcome cannot be read at once either.
      scene.server?.fault(.read, .status(502))
      scene.server?.fault(.read, .resetBefore)
      try await StateBackendTests.add("a", to: scene.backend())
      #expect(try await StateBackendTests.slugs(scene.backend("two")) == ["a"])
      #expect(try await Self.serial(scene) == 1)
      // Each part is a request of its own.
      if place != .authentikInParts {
        #expect(scene.server?.requests.count { $0 == .write } == fault.1)
      }
      #expect(try await scene.server?.lock() == nil)
    }
  }

  @Test(arguments: places, [TeamServer.Fault.status(413), .status(500), .resetBefore])
  func whatCannotBeSavedStaysInTheJournal(
    _ place: StateScene.Place, _ fault: TeamServer.Fault
  ) async throws {
    try await Scene.with(place) { scene in
      try await StateBackendTests.add("a", to: scene.backend())
      let good = try await scene.server?.stored()
      let backend = try scene.backend()
      let (held, before, _) = try await Self.run(backend)
      scene.server?.always(.write, fault)
      let error = try await #require(throws: StateError.self) {
        try await held.commit(Self.add("b", to: before), after: before)
      }
      guard case .notSaved = error else {
        Issue.record("\(error)")
        return
      }
      #expect(await held.release() == nil)
      #expect(try await scene.server?.stored() == good)
      scene.server?.always(.write, nil)
      // The machine with the journal folds it in, and then all machines see it.
      try await StateBackendTests.add("c", to: scene.backend())
      #expect(try await StateBackendTests.slugs(scene.backend("two")) == ["a", "b", "c"])
      #expect(!FileManager.default.fileExists(atPath: backend.journalPath))
    }
  }

  @Test(arguments: places) func whatAnotherRunWroteIsNotOverwritten(
    _ place: StateScene.Place
  ) async throws {
    try await Scene.with(place) { scene in
      try await StateBackendTests.add("a", to: scene.backend())
      let (held, before, _) = try await Self.run(scene.backend("one"))
      // The lock is broken by force, and another run continues.
      let other = try scene.backend("two")
      try await other.breakLock(try await other.lockReport())
      try await StateBackendTests.add("c", to: other)
      let theirs = try await scene.server?.stored()
      let error = try await #require(throws: StateError.self) {
        try await held.commit(Self.add("b", to: before), after: before)
      }
      #expect("\(error)".contains("changed by another run in the meantime"), "\(error)")
      #expect(await held.release()?.contains("flowform state unlock") == true)
      #expect(try await scene.server?.stored() == theirs)
      // Its journal belongs to a state that is gone. It is not folded in and not deleted.
      let next = try await scene.backend("one").hold(command: "apply")
      let loaded = try await next.recover()
      #expect(loaded.snapshot == (try await other.load().snapshot))
      let aside = try #require(loaded.journalLaidAside)
      #expect(try String(contentsOfFile: aside, encoding: .utf8).contains("slug=b"))
      _ = await next.release()
      #expect(try await !scene.backend("one").load().hasOpenJournal)
    }
  }

  @Test(arguments: places, [TeamServer.Fault?.none, .resetAfter, .statusAfter(500), .status(500)])
  func aCheckpointOutlivesTheDisk(
    _ place: StateScene.Place, _ fault: TeamServer.Fault?
  ) async throws {
    try await Scene.with(place) { scene in
      try await StateBackendTests.add("a", to: scene.backend())
      let (held, before, journal) = try await Self.run(scene.backend("one"))
      if let fault { scene.server?.fault(.write, fault) }
      let half = Self.add("b", to: before)
      #expect((await held.checkpoint(half) == nil) == (fault == nil))
      // A checkpoint is tried once. In parts, the fault stops it before the new version takes the place of the old one.
      let isThere = fault != .status(500) && (fault == nil || place != .authentikInParts)
      #expect(try await StateBackendTests.slugs(scene.backend("two")) == (isThere ? ["a", "b"] : ["a"]))
      try await journal.append(.done(.flow("c"), StateBackendTests.record("c")))
      // A machine that still has the journal also has the changes after the checkpoint.
      #expect(try await StateBackendTests.slugs(scene.backend("one")) == ["a", "b", "c"])
      try await held.commit(Self.add("c", to: half), after: before)
      #expect(await held.release() == nil)
      let end = try await scene.backend("two").load()
      #expect(end.snapshot.resources.count == 3 && end.snapshot.serial == 3, "\(end.snapshot.serial)")
      #expect(try await scene.backend("one").load().snapshot == end.snapshot)
    }
  }

  @Test(arguments: places, [TeamServer.Fault.resetAfter, .statusAfter(500), .status(503), .garbageAfter])
  func aLockWhoseAnswerIsLostIsOurs(
    _ place: StateScene.Place, _ fault: TeamServer.Fault
  ) async throws {
    try await Scene.with(place) { scene in
      scene.server?.fault(.lock, fault)
      scene.server?.fault(.unlock, fault)
      try await StateBackendTests.add("a", to: scene.backend())
      #expect(try await scene.server?.lock() == nil)
    }
  }

  @Test(arguments: places) func aLockThatCannotBeGivenUpIsAWarning(
    _ place: StateScene.Place
  ) async throws {
    try await Scene.with(place) { scene in
      let held = try await scene.backend("one").hold(command: "apply")
      scene.server?.always(.unlock, .status(500))
      let warning = try #require(await held.release())
      #expect(warning.hasPrefix("warning: ") && warning.contains("flowform state unlock"), "\(warning)")
      scene.server?.always(.unlock, nil)
      let other = try scene.backend("two")
      try await other.breakLock(try await other.lockReport())
      #expect(try await scene.server?.lock() == nil)
    }
  }

  @Test func aProxyThatIsNotThereIsSaid() async throws {
    let directory = try TemporaryDirectory()
    let folder = directory.url
    let server = TeamServer(.gitlab)
    try await server.withRunning { port in
      var options = ConnectionOptions(address: try ServerAddress("http://127.0.0.1:\(port)"), token: "")
      options.proxy = "http://127.0.0.1:1"
      try await HTTPTransport.with(options) { http in
        let scene = Scene(folder: folder, place: .gitlab, server: server, http: http, port: port)
        let error = try await #require(throws: StateError.self) {
          _ = try await scene.backend().hold(command: "apply")
        }
        #expect("\(error)".contains("127.0.0.1:1 does not accept connections"), "\(error)")
        #expect(!"\(error)".contains(TeamServer.password) && !"\(error)".contains(TeamServer.user))
      }
    }
    #expect(server.state == nil && server.requests.isEmpty)
  }

  @Test func aServerThatDoesNotLockIsWarnedOf() async throws {
    try await Scene.with(.plain) { scene in
      let held = try await scene.backend().hold(command: "apply")
      #expect(held.notes.first?.contains("does not lock (it answers 405)") == true, "\(held.notes)")
      _ = await held.release()
    }
  }

  @Test(arguments: ["<html>", "{}", "[", #"{"format": 1, "serial": "x"}"#])
  func whatIsNoStateIsLeftAsItIs(_ text: String) async throws {
    try await Scene.with(.terraform) { scene in
      let server = try #require(scene.server as? TeamServer)
      server.state = Array(text.utf8)
      let error = try await #require(throws: StateError.self) {
        try await StateBackendTests.add("a", to: scene.backend())
      }
      #expect("\(error)".contains("is not a flowform state"), "\(error)")
      #expect(server.state == Array(text.utf8))
      #expect(server.requests.contains(.write) == false)
    }
  }

  @Test(arguments: [
    "https://ada:canary@host/state", "https://canary@host/state", "https://", "https:///canary",
    "https://host/a#canary", "https://host/a b",
  ])
  func anAddressThatIsWrongIsRefusedUnquoted(_ text: String) {
    let failure = #expect(throws: StateAddress.Failure.self) { _ = try StateAddress(text) }
    #expect(failure?.message.contains("canary") == false)
  }

  @Test func anAddressIsNamedWithoutItsQuery() throws {
    let address = try StateAddress("https://host:8443/a/b?token=canary")
    #expect(address.name == "https://host:8443/a/b" && address.server.hostName == "host")
  }
}
