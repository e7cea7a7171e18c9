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

/// What only a state in authentik does: parts, kills between requests, and sets.
struct AuthentikStateTests {
  private static let head = "flowform.state.default/state"

  private static func authentik(_ scene: StateScene) throws -> FaultyAuthentik {
    try #require(scene.server as? FaultyAuthentik)
  }

  /// The names of the parts, without their number.
  private static func labels(_ server: FaultyAuthentik) async throws -> Set<Substring> {
    Set(
      try await server.names.filter { $0 != head && !$0.hasSuffix("/lock") }
        .map { $0.prefix { $0 != "/" } + "/" + $0.split(separator: "/")[1] })
  }

  @Test func noRequestIsLargerThanTheLimit() async throws {
    try await StateScene.with(.authentikInParts) { scene in
      let server = try Self.authentik(scene)
      for count in 1...6 {
        try await StateBackendTests.add("ü\"\\\u{2028}ß-\(count)", "b\(count)", to: scene.backend())
        #expect(try await StateBackendTests.slugs(scene.backend("two")).count == count * 2)
        // Nothing is left of the version before.
        #expect(try await Self.labels(server).count == 1)
      }
      #expect(server.sizes.allSatisfy { $0 <= StateScene.smallRequest }, "\(server.sizes.max() ?? 0)")
      #expect(try await server.names.count > 10)
    }
  }

  @Test func allInstancesAreOff() async throws {
    try await StateScene.with(.authentikInParts) { scene in
      try await StateBackendTests.add("a", to: scene.backend())
      let held = try await scene.backend().hold(command: "apply")
      let instances = try await Self.authentik(scene).instances()
      #expect(instances.count >= 4)
      for instance in instances {
        #expect(instance["enabled"] == false && instance["path"] == "", "\(instance)")
        #expect(instance["content"]?.string?.hasSuffix("entries: []") == true)
      }
      _ = await held.release()
    }
  }

  /// One that grows beyond one request, and shrinks again.
  @Test func aStateMayChangeItsNumberOfParts() async throws {
    try await StateScene.with(.authentik) { scene in
      let server = try Self.authentik(scene)
      let small = try scene.backend()
      let inParts = RemoteState(
        server.carrier(limit: StateScene.smallRequest), folder: scene.folder.appending(path: "two").path)
      for (backend, slug, isSplit) in [(small, "a", false), (inParts, "b", true), (small, "c", false)] {
        try await StateBackendTests.add(slug, to: backend)
        #expect(try await (server.names.count > 1) == isSplit, "\(slug)")
      }
      #expect(try await StateBackendTests.slugs(inParts) == ["a", "b", "c"])
    }
  }

  /// A run that stops at any request leaves the old state or the new one, and the next run needs nothing but an unlock.
  @Test(
    arguments: [StateScene.Place.authentik, .authentikInParts], [false, true])
  func aKillBetweenAnyTwoRequestsLosesNothing(_ place: StateScene.Place, isCarriedOut: Bool) async throws {
    var number = 0
    var hasEnded = true
    while hasEnded {
      number += 1
      hasEnded = try await Self.killed(place, number, isCarriedOut: isCarriedOut)
    }
    #expect(number > (place == .authentik ? 5 : 10), "\(number)")
  }

  /// Returns false if the run ended before that request.
  private static func killed(
    _ place: StateScene.Place, _ number: Int, isCarriedOut: Bool
  ) async throws -> Bool {
    let hasEnded = Mutex(false)
    let result = "at request \(number)"
    try await StateScene.with(place) { scene in
      let server = try authentik(scene)
      try await StateBackendTests.add("a", to: scene.backend())
      server.end(at: number, isCarriedOut: isCarriedOut)
      _ = try? await run(scene.backend())
      hasEnded.withLock { $0 = server.hasEnded }
      server.end(at: nil)
      // Another machine sees one of the two states, whole.
      let seen = try await StateBackendTests.slugs(scene.backend("two"))
      #expect(seen == ["a"] || seen == ["a", "b"], "\(result): \(seen)")
      let report = try await scene.backend().lockReport()
      try await scene.backend().breakLock(report)
      try await StateBackendTests.add("c", to: scene.backend())
      let slugs = try await StateBackendTests.slugs(scene.backend("two"))
      // The journal of this machine knows what the run did, if it came to it.
      #expect(
        slugs == ["a", "b", "c"] || (slugs == ["a", "c"] && seen == ["a"] && number < 3),
        "\(result): \(slugs)")
      #expect(try await labels(server).count <= 1, "\(result)")
      #expect(try await server.lock() == nil, "\(result)")
      #expect(try await !scene.backend().load().hasOpenJournal, "\(result)")
    }
    return hasEnded.withLock { $0 }
  }

  private static func run(_ backend: any StateBackend) async throws {
    let held = try await backend.hold(command: "apply")
    let before = try await held.recover().snapshot
    let journal = try held.beginJournal(before)
    try await journal.append(.done(.flow("b"), StateBackendTests.record("b")))
    var after = before
    after.resources[.flow("b")] = StateBackendTests.record("b")
    try await held.commit(after, after: before)
    _ = await held.release()
  }

  /// Readers while another run saves version after version.
  @Test func aReaderNeverSeesHalfOfASave() async throws {
    try await StateScene.with(.authentikInParts) { scene in
      let writer = try scene.backend("writer")
      try await StateBackendTests.add("a", to: writer)
      try await withThrowingTaskGroup(of: Int.self) { group in
        for reader in 1...3 {
          group.addTask {
            var (last, count) = (0, 0)
            while last < 13 {
              let snapshot = try await scene.backend("reader-\(reader)").load().snapshot
              #expect(snapshot.resources.count == snapshot.serial && snapshot.serial >= last)
              (last, count) = (snapshot.serial, count + 1)
            }
            return count
          }
        }
        for number in 2...13 { try await StateBackendTests.add("s\(number)", to: writer) }
        var count = 0
        while let reads = try await group.next() { count += reads }
        #expect(count > 13)
      }
    }
  }

  /// Of many runs that begin at once, one gets the lock.
  @Test func oneOfManyGetsTheLock() async throws {
    try await StateScene.with(.authentik) { scene in
      let holders = try await withThrowingTaskGroup(of: (any HeldState)?.self) { group in
        for machine in 1...12 {
          group.addTask {
            do { return try await scene.backend("m\(machine)").hold(command: "apply") } catch let error
              as StateError
            {
              #expect(error.isLocked, "\(error)")
              return nil
            }
          }
        }
        var held: [any HeldState] = []
        while let one = try await group.next() { if let one { held.append(one) } }
        return held
      }
      #expect(holders.count == 1)
      for holder in holders { #expect(await holder.release() == nil) }
    }
  }

  @Test func setsDoNotMeet() async throws {
    try await StateScene.with(.authentik) { scene in
      let server = try Self.authentik(scene)
      // One name is the beginning of the other, and they differ in case.
      let sets = try ["prod", "prod-eu", "Prod"].map { try #require(StateSet($0)) }
      let states = sets.map { set in
        RemoteState(
          server.carrier(set, limit: StateScene.smallRequest),
          folder: scene.folder.appending(path: "one").path)
      }
      let held = try await states[0].hold(command: "apply")
      for (state, slug) in zip(states.dropFirst(), ["b", "c"]) {
        try await StateBackendTests.add(slug, to: state)
      }
      _ = await held.release()
      try await StateBackendTests.add("a", to: states[0])
      for (state, slug) in zip(states, ["a", "b", "c"]) {
        #expect(try await StateBackendTests.slugs(state) == [slug])
      }
      #expect(Set(states.map(\.journalPath)).count == 3)
    }
  }

  /// What others did to the instances is told, and nothing is written.
  @Test(
    arguments: [
      (["context": ["format": 1]], "holds no state"),
      (["context": ["format": 2, "digest": ""]], "a newer flowform wrote it in format 2"),
      (["context": ["format": 1, "digest": "x", "text": "{}"]], "does not hold what flowform wrote"),
      (
        ["context": ["format": 1, "digest": "x", "parts": 2, "label": "1-0"]],
        "flowform.state.default/1-0/1 is missing"
      ),
    ] as [(Value, String)])
  func whatIsDamagedIsLeftAsItIs(_ change: Value, _ sentence: String) async throws {
    try await StateScene.with(.authentik) { scene in
      let server = try Self.authentik(scene)
      try await StateBackendTests.add("a", to: scene.backend())
      let head = try #require(try await server.instances().first)
      let body = (head.map ?? [:]).merging(change.map ?? [:]) { $1 }
      let client = APIClient(server)
      _ = try await client.write(
        APIRequest(.patch, "\(FaultyAuthentik.path)\(head["pk"]?.string ?? "")/", body: .map(body)))
      let before = try await server.stored()
      let error = try await #require(throws: StateError.self) {
        _ = try await scene.backend().load()
      }
      #expect("\(error)".contains(sentence), "\(error)")
      let held = try await scene.backend().hold(command: "apply")
      await #expect(throws: StateError.self) {
        try await held.adopt(StateSnapshot(serial: 9, lineage: "other"))
      }
      #expect(await held.release() == nil)
      #expect(try await server.stored() == before)
    }
  }
}
