import Applying
import Model
import Operations
import OperationsSupport
import OrderedCollections
import Planning
import Remote
import State
import Synchronization
import TestSupport
import Testing

/// From the lock on the state to the state's save.
struct ApplyOperationTests {
  private static let secret = "hush-hush-9d1"

  /// What the server quotes of a value that it refuses.
  @Test func secretsLeaveNoEvent() async throws {
    let scene = try Scene(
      """
      version: 1
      entries:
      - model: authentik_core.user
        id: robot
        identifiers: {username: robot}
        attrs: {name: Robot, password: !Env SECRET}
      - model: authentik_core.group
        identifiers: {name: robots}
        attrs: {users: [!KeyOf robot]}
      """)
    let variables = ["SECRET": Self.secret]
    let server = ChangedTransport(scene.engine) { request in
      guard request.method == .post, request.path == "/core/users/" else { return nil }
      return APIResponse(
        status: 400, body: JSONWriter.bytes(of: ["name": [.string("\(Self.secret) is no good")]]))
    }
    let events = Mutex<[ApplyEvent]>([])
    let result = try await ApplyOperation(scene.session(server, variables: variables)).run(
      .request(scene.request(variables: variables)),
      ApplyAudience(report: { event in events.withLock { $0.append(event) } }))
    guard case .done(let done) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(!done.isComplete && done.outcome.failed == 1)
    let said = events.withLock { "\($0)" }
    #expect(said.contains("is no good") && !said.contains(Self.secret), "\(said)")
  }

  /// How an apply ends that writes nothing, and whether the audience is asked.
  enum Ending: CaseIterable, Sendable {
    case invalid, refused, declined
  }

  @Test(arguments: Ending.allCases) func nothingIsWritten(_ ending: Ending) async throws {
    let scene = try Scene(Scene.flows(["one": "T", "two": "T"]))
    try await scene.apply()
    let before = try scene.store.load().snapshot
    try scene.write(
      ending == .invalid
        ? Scene.flows(["one": "[]"])
        : "version: 1\nentries:\n- model: authentik_flows.flow\n  identifiers: {slug: one}\n  state: absent\n"
    )
    let transport = ChangedTransport(scene.engine)
    let seen = Mutex<[String]>([])
    let limits = DeleteLimits(maxDeletes: ending == .refused ? 0 : 1, isEnforced: true)
    let result = try await ApplyOperation(scene.session(transport)).run(
      .request(scene.request(limits: limits)),
      ApplyAudience(
        show: { _ in seen.withLock { $0.append("shown") } },
        confirm: { _ in
          seen.withLock { $0.append("asked") }
          return false
        }))
    switch (ending, result) {
    case (.invalid, .invalid), (.refused, .refused), (.declined, .declined): break
    default: Issue.record("\(result)")
    }
    let expected: [Ending: [String]] = [.refused: ["shown"], .declined: ["shown", "asked"]]
    #expect(seen.withLock { $0 } == expected[ending] ?? [])
    #expect(transport.writes.isEmpty)
    #expect(try scene.store.load().snapshot == before)
    #expect(try scene.store.lockStatus() == .free)
  }

  /// An entry with a mistake stops the run, or is left out of it.
  @Test(arguments: [OnFailure.stop, .continue]) func aMistakeInOneEntry(_ onFailure: OnFailure) async throws {
    let scene = try Scene(Scene.flows(["one": "[]", "two": "T"]))
    let result = try await ApplyOperation(scene.session(), onFailure: onFailure)
      .run(.request(scene.request()), ApplyAudience())
    switch result {
    case .invalid(let findings): #expect(onFailure == .stop && findings.hasErrors)
    case .done(let done): #expect(onFailure == .continue && !done.isComplete && done.outcome[.create] == 1)
    default: Issue.record("\(result)")
    }
    #expect(try await scene.slugs() == (onFailure == .stop ? [] : ["two"]))
  }

  // MARK: - Values that are computed from keys

  /// The second apply knows the keys that the first one made, and writes nothing all the same.
  @Test(arguments: [
    "!Format ['%s and %s', !KeyOf first, !KeyOf second]", "!AtIndex [[!KeyOf first, !KeyOf second], 1]",
    "!Format ['%s', !AtIndex [[!KeyOf first], 0]]",
  ])
  func aValueThatIsComputedFromAKeyIsAppliedOnce(_ title: String) async throws {
    let scene = try Scene(
      """
      version: 1
      entries:
      - model: authentik_flows.flow
        id: first
        identifiers: {slug: first}
        attrs: {name: n, title: T, designation: authentication}
      - model: authentik_flows.flow
        id: second
        identifiers: {slug: second}
        attrs: {name: n, title: T, designation: authentication}
      - model: authentik_flows.flow
        identifiers: {slug: third}
        attrs: {name: n, title: \(title), designation: authentication}
      """)
    try await scene.apply()
    let before = try scene.store.load().snapshot
    #expect(before.resources[.flow("third")]?.dependencies.isEmpty == false)
    try await scene.apply()
    #expect(try scene.store.load().snapshot == before)
  }

  // MARK: - A state that cannot be saved

  /// A state whose saves fail.
  private struct UnsavedState: StateBackend {
    let store: StateStore
    let journalFolder: String?

    var name: String { store.name }
    var journalPath: String { store.journalPath }

    func load() throws(StateError) -> StateStore.Loaded { try store.load() }
    func hold(command: String) async throws(StateError) -> any HeldState {
      Held(state: try await store.hold(command: command))
    }
    func lockReport() async throws(StateError) -> LockReport { try await store.lockReport() }
    func breakLock(_ report: LockReport) async throws(StateError) { try await store.breakLock(report) }

    struct Held: HeldState {
      let state: any HeldState

      var notes: [String] { ["note: the lock"] }
      func recover() async throws(StateError) -> StateStore.Loaded { try await state.recover() }
      func beginJournal(_ snapshot: StateSnapshot) throws(StateError) -> Journal {
        try state.beginJournal(snapshot)
      }
      func checkpoint(_ snapshot: StateSnapshot) async -> String? { nil }
      func commit(_ snapshot: StateSnapshot, after before: StateSnapshot) async throws(StateError) {
        throw .notSaved(name: "the state", reason: "it is full")
      }
      func adopt(_ snapshot: StateSnapshot) async throws(StateError) { try await state.adopt(snapshot) }
      var lease: String? { state.lease }
      func renew() async throws(StateError) { try await state.renew() }
      func release() async -> String? {
        _ = await state.release()
        return "warning: the lock stays"
      }
      func releaseBeforeExit() {}
    }
  }

  @Test(arguments: [nil, "/kept"] as [String?])
  func aStateThatCannotBeSavedSaysWhereTheChangesAre(_ folder: String?) async throws {
    let scene = try Scene(Scene.flows(["one": "T"]))
    let state = UnsavedState(store: scene.store, journalFolder: folder)
    let result = try await ApplyOperation(scene.session(state: state))
      .run(.request(scene.request()), ApplyAudience())
    guard case .done(let done) = result, let failure = done.stateFailure else {
      Issue.record("\(result)")
      return
    }
    #expect(done.isComplete)
    #expect(failure.contains("it is full"))
    #expect(failure.contains("; the completed changes are in \(state.journalPath), and the next run adds"))
    #expect(failure.contains("keep /kept as an artifact") == (folder != nil), "\(failure)")
    // What the lock had to say came on its way.
    let said = scene.notices.map { notice in if case .state(let text) = notice { text } else { "?" } }
    #expect(said == ["note: the lock", "warning: the lock stays"])
    // And it is true: the next run knows the flow as flowform's own.
    try await scene.apply()
    #expect(try scene.store.load().snapshot.resources[ResourceAddress.flow("one")]?.origin == .created)
  }
}
