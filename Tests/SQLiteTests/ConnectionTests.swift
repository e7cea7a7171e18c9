import SQLite
import TestSupport
import Testing

struct ConnectionTests {
  private func memory() throws -> Connection {
    let connection = try Connection(path: ":memory:")
    try connection.script("CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT, number ANY) STRICT")
    return connection
  }

  private func words(_ connection: Connection) throws -> [String] {
    try connection.rows("SELECT text FROM word ORDER BY id") { $0.text(0) }
  }

  @Test(arguments: ["", "a", "é👍", "a'b\"c", "a\u{0}b", String(repeating: "long ", count: 20_000)])
  func keepsATextAsItIs(text: String) throws {
    let connection = try memory()
    try connection.run("INSERT INTO word (text) VALUES (?)", [.text(text)])
    #expect(try words(connection) == [text])
    #expect(
      try connection.first("SELECT count(*) FROM word WHERE text = ?", [.text(text)]) { $0.integer(0) } == 1)
  }

  @Test(
    arguments: [
      (.null, "null"), (.integer(.min), "integer"), (.integer(.max), "integer"), (.real(0.5), "real"),
      (.text("7"), "text"), (.text(""), "text"), (DatabaseValue(nil), "null"), (DatabaseValue("a"), "text"),
      (DatabaseValue(3), "integer"),
    ] as [(DatabaseValue, String)])
  func keepsTheTypeOfAValue(value: DatabaseValue, type: String) throws {
    let connection = try memory()
    try connection.run("INSERT INTO word (number) VALUES (?)", [value])
    #expect(try connection.first("SELECT typeof(number) FROM word") { $0.text(0) } == type)
    #expect(
      try connection.first("SELECT count(*) FROM word WHERE number IS ?", [value]) { $0.integer(0) } == 1)
  }

  @Test func arguments() throws {
    let connection = try memory()
    try connection.run("INSERT INTO word (text, number) VALUES (?, ?)", [.text("a"), .integer(1)])
    // The next run does not see the arguments of the one before.
    try connection.run("INSERT INTO word (text, number) VALUES (?, ?)", [.text("b")])
    #expect(try connection.rows("SELECT number FROM word WHERE number IS NULL") { $0.text(0) } == [""])
    #expect(connection.lastInsertedRow == 2)
    #expect(throws: DatabaseError.self) {
      try connection.run("INSERT INTO word (text) VALUES (?)", [.text("c"), .text("d")])
    }
  }

  @Test func theSameStatementRunsWithinItself() throws {
    let connection = try memory()
    for text in ["a", "b", "c"] { try connection.run("INSERT INTO word (text) VALUES (?)", [.text(text)]) }
    let sql = "SELECT text FROM word ORDER BY id"
    #expect(try connection.rows(sql) { $0.text(0) }.count == 3)
    var count = 0
    let pairs = try connection.rows(sql) { row in
      count += 1
      // A statement that begins again each time would never end.
      guard count <= 3 else { throw Stop() }
      let first = row.text(0)
      return first + (try connection.rows(sql) { $0.text(0) }.joined())
    }
    #expect(pairs == ["aabc", "babc", "cabc"])
    #expect(try connection.first(sql) { $0.text(0) } == "a")
  }

  private struct Stop: Error {}

  @Test func aTransactionThatThrowsLeavesNothing() throws {
    let connection = try memory()
    #expect(throws: Stop.self) {
      try connection.transaction {
        try connection.run("INSERT INTO word (text) VALUES ('a')")
        throw Stop()
      }
    }
    #expect(try words(connection) == [])
    try connection.transaction { try connection.run("INSERT INTO word (text) VALUES ('b')") }
    #expect(try words(connection) == ["b"])
  }

  @Test func aBodyThatThrowsEndsItsStatement() throws {
    let connection = try memory()
    for text in ["a", "b"] { try connection.run("INSERT INTO word (text) VALUES (?)", [.text(text)]) }
    #expect(throws: Stop.self) { try connection.rows("SELECT text FROM word") { _ in throw Stop() } }
    // A statement that is still open would keep the table locked.
    try connection.script("DROP TABLE word")
  }

  @Test func referencesAreKept() throws {
    let connection = try memory()
    try connection.script(
      "CREATE TABLE use (word INTEGER NOT NULL REFERENCES word (id) ON DELETE CASCADE) STRICT")
    #expect(throws: DatabaseError.self) { try connection.run("INSERT INTO use (word) VALUES (1)") }
    try connection.run("INSERT INTO word (id) VALUES (1)")
    try connection.run("INSERT INTO use (word) VALUES (1)")
    try connection.run("DELETE FROM word")
    #expect(try connection.first("SELECT count(*) FROM use") { $0.integer(0) } == 0)
  }

  @Test func errorsSayWhatIsWrong() throws {
    let connection = try memory()
    let broken = #expect(throws: DatabaseError.self) { try connection.run("SELECT absent FROM word") }
    #expect(broken?.description == "no such column: absent")
    #expect(throws: DatabaseError.self) { try connection.script("CREATE") }
    try connection.run("INSERT INTO word (id) VALUES (1)")
    let twice = #expect(throws: DatabaseError.self) { try connection.run("INSERT INTO word (id) VALUES (1)") }
    #expect(twice?.description == "UNIQUE constraint failed: word.id")
    let missing = #expect(throws: DatabaseError.self) { try Connection(path: "/nowhere/data.sqlite") }
    #expect(missing?.description == "unable to open database file")
  }
}
