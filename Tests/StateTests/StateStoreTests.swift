import Foundation
import Model
import OrderedCollections
import TestSupport
import Testing

@testable import State

@Suite struct StateStoreTests {
  private static func store(_ directory: borrowing TemporaryDirectory) -> StateStore {
    StateStore(path: directory.path("state.json"))
  }

  private static func append(_ entries: [JournalEntry], to store: StateStore, after state: StateSnapshot)
    async throws
  {
    let journal = try Journal(path: store.journalPath, state: state)
    for entry in entries { try await journal.append(entry) }
  }

  @Test func writesWhatItReadsBack() throws {
    let directory = try TemporaryDirectory()
    let store = StateStore(path: directory.path("deep/er/state.json"))
    var state = Sample.state(serial: 0, "b", "a")
    state.intents = [.flow("i"): Sample.intent("i")]
    try store.commit(state, after: StateSnapshot(lineage: "lineage"))
    let loaded = try store.load()
    state.serial = 1
    #expect(loaded.snapshot == state && !loaded.hasOpenJournal)
    Snapshot.expect(String(decoding: directory.read("deep/er/state.json") ?? [], as: UTF8.self), "state")
    let mode = try FileManager.default.attributesOfItem(atPath: store.path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path("deep/er")) == ["state.json"])
  }

  @Test func isEmptyAtFirst() throws {
    let directory = try TemporaryDirectory()
    let (one, other) = (try Self.store(directory).load(), try Self.store(directory).load())
    #expect(one.snapshot.serial == 0 && one.snapshot.resources.isEmpty && !one.hasOpenJournal)
    #expect(one.snapshot.lineage != other.snapshot.lineage)
    #expect(directory.names.isEmpty)
  }

  @Test func growsItsSerialOnlyOnAChange() async throws {
    let directory = try TemporaryDirectory()
    let store = Self.store(directory)
    try store.commit(Sample.state("a"), after: Sample.state(serial: 3))
    #expect(try store.load().snapshot.serial == 4)
    let before = try directory.bytes("state.json")
    let same = try store.load().snapshot
    try await Self.append([], to: store, after: same)
    try store.commit(same, after: same)
    #expect(directory.read("state.json") == before)
    #expect(directory.names == ["state.json"])
    try store.commit(Sample.state("a", "b"), after: same)
    #expect(try store.load().snapshot.serial == 5)
    #expect(directory.read("state.json.backup") == before)
  }

  @Test func foldsEachEntryOfTheJournal() async throws {
    let directory = try TemporaryDirectory()
    let store = Self.store(directory)
    try store.commit(Sample.state("gone", "kept"), after: Sample.state(serial: 3))
    let state = try store.load().snapshot
    try await Self.append(
      [
        .intent(Sample.intent("new")), .done(.flow("new"), Sample.record("new", pk: "7")),
        .intent(Sample.intent("open")), .intent(Sample.intent("refused")), .failed(.flow("refused")),
        .removed(.flow("gone")),
      ], to: store, after: state)
    let loaded = try store.load()
    #expect(loaded.hasOpenJournal)
    #expect(loaded.snapshot.serial == state.serial + 1)
    #expect(Set(loaded.snapshot.resources.keys) == [.flow("kept"), .flow("new")])
    #expect(loaded.snapshot.resources[.flow("new")] == Sample.record("new", pk: "7"))
    #expect(Set(loaded.snapshot.intents.keys) == [.flow("open")])
    // `load` writes nothing, and `recover` writes the result.
    #expect(directory.names == ["state.json", "state.json.journal"])
    #expect(try store.recover().snapshot == loaded.snapshot)
    #expect(directory.names == ["state.json", "state.json.backup"])
    #expect(try store.load().snapshot == loaded.snapshot)
  }

  @Test func theJournalOfAFirstRunIsAllThereIs() async throws {
    let directory = try TemporaryDirectory()
    let store = Self.store(directory)
    try await Self.append(
      [.done(.flow("a"), Sample.record("a"))], to: store, after: Sample.state(serial: 0))
    let recovered = try store.recover().snapshot
    #expect(recovered.lineage == "lineage" && recovered.serial == 1)
    #expect(try store.load().snapshot == recovered)
  }

  @Test func aLineThatWasCutOffDoesNotCount() async throws {
    let directory = try TemporaryDirectory()
    let store = Self.store(directory)
    try await Self.append(
      [.done(.flow("a"), Sample.record("a")), .done(.flow("b"), Sample.record("b"))],
      to: store,
      after: Sample.state())
    let bytes = try directory.bytes("state.json.journal")
    let second = try #require(bytes.dropLast().lastIndex(of: 0x0A)) + 1
    for length in second..<bytes.count {
      try directory.write(String(decoding: bytes[..<length], as: UTF8.self), to: "state.json.journal")
      #expect(Set(try store.load().snapshot.resources.keys) == [.flow("a")])
    }
    // Not even the first line was complete: no journal.
    try directory.write(#"{"journal":1"#, to: "state.json.journal")
    #expect(try !store.load().hasOpenJournal)
  }

  @Test func aDamagedLineIsAnErrorAndEverythingStays() async throws {
    let directory = try TemporaryDirectory()
    let store = Self.store(directory)
    try store.commit(Sample.state("a"), after: Sample.state())
    let state = try directory.bytes("state.json")
    let text =
      #"{"journal":1,"lineage":"lineage","serial":4}"#
      + "\n{\"entry\":\"do\n{\"entry\":\"failed\",\"address\":\"a.b[c=d]\"}\n"
    try directory.write(text, to: "state.json.journal")
    #expect(
      throws: StateError.damagedJournal(path: store.journalPath, reason: "line 2 cannot be read")
    ) {
      try store.recover()
    }
    #expect(directory.read("state.json") == state)
    #expect(directory.read("state.json.journal") == Array(text.utf8))
    try directory.write("{}\n", to: "state.json.journal")
    #expect(
      throws: StateError.damagedJournal(path: store.journalPath, reason: "its first line cannot be read")
    ) { try store.load() }
  }

  @Test func aJournalOfAnotherStateIsRefused() async throws {
    let directory = try TemporaryDirectory()
    let store = Self.store(directory)
    try store.commit(Sample.state("a"), after: Sample.state())
    try await Self.append([], to: store, after: StateSnapshot(serial: 9, lineage: "another"))
    #expect(throws: StateError.otherLineage(journal: store.journalPath)) { try store.recover() }
    #expect(directory.names == ["state.json", "state.json.journal"])
  }

  @Test func aJournalThatIsInTheStateAlreadyIsNotFoldedAgain() async throws {
    let directory = try TemporaryDirectory()
    let store = Self.store(directory)
    try store.commit(Sample.state("a"), after: Sample.state(serial: 3))
    try await Self.append([.removed(.flow("a"))], to: store, after: Sample.state(serial: 3))
    #expect(try store.recover().snapshot.resources.count == 1)
    #expect(try store.load().snapshot.serial == 4)
    #expect(directory.names == ["state.json"])
  }

  @Test func theSerialGrowsOverAJournalNewerThanTheState() async throws {
    let directory = try TemporaryDirectory()
    let store = Self.store(directory)
    try store.commit(Sample.state("a"), after: Sample.state(serial: 3))
    try await Self.append([.removed(.flow("a"))], to: store, after: Sample.state(serial: 8))
    #expect(try store.recover().snapshot.serial == 9)
  }

  @Test(arguments: [
    ("", "the text is empty"), ("{", "the text ends too early"), ("{}", "it names no format"),
    (#"{"format": 0}"#, "there is no format 0"),
    (#"{"format": 1}"#, "serial, lineage or resources are missing"),
    (
      #"{"format": 1, "serial": -1, "lineage": "x", "resources": {}}"#,
      "serial, lineage or resources are missing"
    ),
    (
      #"{"format": 1, "serial": 9223372036854775807, "lineage": "x", "resources": {}}"#,
      "serial, lineage or resources are missing or out of range"
    ),
    (#"{"format": 1, "serial": 1, "lineage": "x", "resources": {"a": {}}}"#, "the resource a cannot be read"),
    (
      #"{"format": 1, "serial": 1, "lineage": "x", "resources": {"a.b[c=d]": {"kind": "a.b"}}}"#,
      "the resource a.b[c=d] cannot be read"
    ),
    (
      #"{"format": 1, "serial": 1, "lineage": "x", "resources": {}, "intents": {"a.b[c=d]": 1}}"#,
      "the intent a.b[c=d] cannot be read"
    ),
  ])
  func aDamagedStateIsRefusedAndStays(text: String, reason: String) throws {
    let directory = try TemporaryDirectory()
    let store = Self.store(directory)
    try directory.write(text, to: "state.json")
    let error = try #require(throws: StateError.self) { try store.load() }
    #expect(error.description.contains(reason))
    #expect(error.description.hasSuffix("is left as it is; restore it from \(store.backupPath) or from git"))
    _ = try? store.recover()
    #expect(directory.read("state.json") == Array(text.utf8))
    #expect(directory.names == ["state.json"])
  }

  @Test func aStateThatIsTooLargeIsRefused() throws {
    let directory = try TemporaryDirectory()
    let store = Self.store(directory)
    // A file of zeros takes no space on the disk.
    for path in [store.path, store.journalPath] {
      _ = try directory.write("", to: String(path.dropFirst(directory.path.count + 1)))
      #expect(truncate(path, 256 * 1024 * 1024 + 1) == 0)
      #expect(
        throws: StateError.unreadable(path: path, reason: "it has more than 268435456 bytes; move it away")
      ) { try store.load() }
      try FileManager.default.removeItem(atPath: path)
    }
  }

  /// The next serial is larger by one, and must exist.
  @Test func aJournalsSerialIsNotTheLastNumber() throws {
    let directory = try TemporaryDirectory()
    let store = Self.store(directory)
    let head = #"{"journal": 1, "lineage": "x", "serial": 9223372036854775807}"#
    try directory.write(
      head + "\n" + #"{"entry": "removed", "address": "a.b[c=d]"}"# + "\n", to: "state.json.journal")
    #expect(
      throws: StateError.damagedJournal(path: store.journalPath, reason: "its first line cannot be read")
    ) { try store.recover() }
  }

  @Test func aStateOfANewerFormatIsRefusedAndStays() throws {
    let directory = try TemporaryDirectory()
    let store = Self.store(directory)
    try directory.write(#"{"format": 2, "new": true}"#, to: "state.json")
    #expect(throws: StateError.newerFormat(path: store.path, format: 2)) { try store.recover() }
    #expect(directory.read("state.json") == Array(#"{"format": 2, "new": true}"#.utf8))
  }

  /// This obstacle also stops the superuser, unlike a folder's permissions.
  @Test(arguments: ["state.json.backup", "state.json.tmp"])
  func theOldStateStaysWhereANewOneCannotBeWritten(obstacle: String) throws {
    let directory = try TemporaryDirectory()
    let store = Self.store(directory)
    try store.commit(Sample.state("a"), after: Sample.state())
    let before = try directory.bytes("state.json")
    let name = obstacle.hasSuffix(".tmp") ? "\(obstacle).\(getpid())" : obstacle
    try directory.write("", to: name + "/in-the-way")
    #expect(throws: StateError.self) {
      try store.commit(Sample.state("a", "b"), after: try store.load().snapshot)
    }
    #expect(directory.read("state.json") == before)
    #expect(Set(directory.names).isSubset(of: ["state.json", "state.json.backup", name]))
  }

  @Test func writesThroughNoLinkThatWasLaidThere() throws {
    let directory = try TemporaryDirectory()
    try directory.write("precious", to: "victim")
    let store = Self.store(directory)
    try FileManager.default.createSymbolicLink(
      atPath: "\(store.path).tmp.\(getpid())", withDestinationPath: directory.path("victim"))
    try store.commit(Sample.state("a"), after: Sample.state())
    #expect(directory.read("victim") == Array("precious".utf8))
    #expect(directory.names == ["state.json", "victim"])
  }
}
