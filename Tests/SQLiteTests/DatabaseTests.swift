import SQLite
import TestSupport
import Testing

struct DatabaseTests {
  /// A writer and a reader of one file.
  private func pair(_ path: String) throws -> (writer: Database, reader: Database) {
    let connection = try Connection(path: path)
    try connection.script("PRAGMA journal_mode = WAL; CREATE TABLE word (text TEXT) STRICT")
    return (
      Database(label: "writer", connection),
      Database(label: "reader") { try Connection(path: path, isReadOnly: true) }
    )
  }

  private func count(_ database: Database) async throws -> Int64? {
    try await database.transaction { try $0.first("SELECT count(*) FROM word") { $0.integer(0) } }
  }

  @Test func aReaderSeesWhatIsCommitted() async throws {
    let directory = try TemporaryDirectory()
    let (writer, reader) = try pair(directory.path("data.sqlite"))
    #expect(try await count(reader) == 0)
    for number in 1...50 {
      try await writer.transaction { try $0.run("INSERT INTO word VALUES ('a')") }
      #expect(try await count(reader) == Int64(number))
    }
    await reader.close()
    await writer.close()
  }

  @Test func aReaderWritesNothing() async throws {
    let directory = try TemporaryDirectory()
    let (writer, reader) = try pair(directory.path("data.sqlite"))
    await #expect(throws: DatabaseError.self) {
      try await reader.transaction { try $0.run("INSERT INTO word VALUES ('a')") }
    }
    #expect(try await count(writer) == 0)
  }

  @Test func transactionsTakeTurns() async throws {
    let directory = try TemporaryDirectory()
    let (writer, _) = try pair(directory.path("data.sqlite"))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<100 {
        group.addTask {
          // Each writes down how many there were: any other order than one by one shows.
          try await writer.transaction { connection in
            let count = try connection.first("SELECT count(*) FROM word") { $0.integer(0) } ?? 0
            try connection.run("INSERT INTO word VALUES (?)", [.text("\(count)")])
          }
        }
      }
      try await group.waitForAll()
    }
    let texts = try await writer.transaction {
      try $0.rows("SELECT text FROM word ORDER BY rowid") { $0.text(0) }
    }
    #expect(texts == (0..<100).map(String.init))
  }

  @Test func aClosedDatabaseRefuses() async throws {
    let directory = try TemporaryDirectory()
    let (writer, reader) = try pair(directory.path("data.sqlite"))
    await writer.close()
    await reader.close()
    await #expect(throws: DatabaseError.self) { try await count(writer) }
    await #expect(throws: DatabaseError.self) { try await count(reader) }
  }

  @Test func aFileThatCannotBeOpenedIsReported() async throws {
    let database = Database(label: "reader") {
      try Connection(path: "/nowhere/data.sqlite", isReadOnly: true)
    }
    await #expect(throws: DatabaseError.self) { try await count(database) }
  }
}
