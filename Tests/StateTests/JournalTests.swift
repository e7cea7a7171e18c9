import Model
import OrderedCollections
import TestSupport
import Testing

@testable import State

@Suite struct JournalTests {
  @Test func keepsEveryEntryOfManyWriters() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("journal")
    let journal = try Journal(path: path, state: Sample.state(serial: 5))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<200 {
        group.addTask {
          try await journal.append(.done(.flow("s\(number)"), Sample.record("s\(number)")))
        }
      }
      try await group.waitForAll()
    }
    let content = try #require(try Journal.read(path))
    #expect(content.lineage == "lineage" && content.serial == 5)
    #expect(
      Set(content.entries) == Set((0..<200).map { .done(.flow("s\($0)"), Sample.record("s\($0)")) }))
  }

  @Test func keepsTheOrderOfOneWriter() async throws {
    let directory = try TemporaryDirectory()
    let journal = try Journal(path: directory.path("journal"), state: Sample.state())
    let entries: [JournalEntry] = [
      .intent(Sample.intent("a")), .failed(.flow("a")), .intent(Sample.intent("a")),
      .done(.flow("a"), Sample.record("a")), .removed(.flow("a")),
    ]
    for entry in entries {
      try await journal.append(entry)
      // The line is on the disk before the append returns.
      #expect(try Journal.read(directory.path("journal"))?.entries.last == entry)
    }
    #expect(try Journal.read(directory.path("journal"))?.entries == entries)
  }

  @Test func keepsWhatIsNotedInItsPlace() async throws {
    let directory = try TemporaryDirectory()
    let journal = try Journal(path: directory.path("journal"), state: Sample.state())
    let entries: [JournalEntry] = [
      .intent(Sample.intent("a")), .done(.flow("a"), Sample.record("a")),
      .intent(Sample.intent("b")), .failed(.flow("b")),
    ]
    try await journal.append(entries[0])
    journal.note(entries[1])
    try await journal.append(entries[2])
    #expect(try Journal.read(directory.path("journal"))?.entries == Array(entries[..<3]))
    journal.note(entries[3])
    try await journal.finish()
    #expect(try Journal.read(directory.path("journal"))?.entries == entries)
  }

  /// Lines that were noted before come first. The write does not wait for the disk.
  @Test func isInTheFileOnceItIsWritten() async throws {
    let directory = try TemporaryDirectory()
    let journal = try Journal(path: directory.path("journal"), state: Sample.state())
    let entries: [JournalEntry] = [
      .intent(Sample.intent("a")), .done(.flow("a"), Sample.record("a")),
      .intent(Sample.intent("b")),
    ]
    try journal.write(entries[0])
    #expect(try Journal.read(directory.path("journal"))?.entries == [entries[0]])
    journal.note(entries[1])
    try journal.write(entries[2])
    #expect(try Journal.read(directory.path("journal"))?.entries == entries)
    try await journal.finish()
    #expect(try Journal.read(directory.path("journal"))?.entries == entries)
  }

  @Test func saysThatTheDiskIsFull() {
    #expect(throws: StateError.unwritable(path: "/dev/full", reason: "the disk is full")) {
      try Journal(path: "/dev/full", state: Sample.state())
    }
  }

  @Test func isNilWhereThereIsNone() throws {
    let directory = try TemporaryDirectory()
    #expect(try Journal.read(directory.path("journal")) == nil)
  }
}
