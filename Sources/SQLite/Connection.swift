internal import CSQLite

/// A connection to an SQLite database. It keeps the statements that it has prepared.
package final class Connection {
  private let handle: OpaquePointer
  private var prepared: [String: OpaquePointer] = [:]

  /// Opens a file, or a new database in memory for `:memory:`. Only a connection that may write creates a file.
  package init(path: String, isReadOnly: Bool = false) throws(DatabaseError) {
    var opened: OpaquePointer?
    let access = isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    let code = sqlite3_open_v2(path, &opened, access | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let opened else {
      defer { sqlite3_close(opened) }
      throw DatabaseError(opened, code: code)
    }
    handle = opened
    // Another process may hold the file for a moment.
    sqlite3_busy_timeout(handle, 5000)
    try script("PRAGMA foreign_keys = ON")
  }

  deinit {
    for statement in prepared.values { sqlite3_finalize(statement) }
    sqlite3_close(handle)
  }

  /// Runs several statements that take no arguments.
  package func script(_ sql: String) throws(DatabaseError) {
    try check(sqlite3_exec(handle, sql, nil, nil, nil))
  }

  /// Runs a statement, whose rows do not matter.
  package func run(_ sql: String, _ arguments: [DatabaseValue] = []) throws(DatabaseError) {
    do {
      try each(sql, arguments) { _ in true }
    } catch let error as DatabaseError {
      throw error
    } catch {
      throw DatabaseError(code: SQLITE_ERROR, message: "\(error)")
    }
  }

  /// What a body makes of each row.
  package func rows<Result>(
    _ sql: String, _ arguments: [DatabaseValue] = [], _ body: (Row) throws -> Result
  ) throws -> [Result] {
    var results: [Result] = []
    try each(sql, arguments) { row in
      results.append(try body(row))
      return true
    }
    return results
  }

  /// What a body makes of the first row; nil if there is none.
  package func first<Result>(
    _ sql: String, _ arguments: [DatabaseValue] = [], _ body: (Row) throws -> Result
  ) throws -> Result? {
    var result: Result?
    try each(sql, arguments) { row in
      result = try body(row)
      return false
    }
    return result
  }

  package var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }

  /// Runs a body as one transaction, which is rolled back if the body throws.
  package func transaction<Result>(_ body: () throws -> Result) throws -> Result {
    // A transaction that writes later could find that another has written since it began.
    try run(sqlite3_db_readonly(handle, "main") == 1 ? "BEGIN" : "BEGIN IMMEDIATE")
    do {
      let result = try body()
      try run("COMMIT")
      return result
    } catch {
      // An error such as a full disk has rolled it back already.
      if sqlite3_get_autocommit(handle) == 0 { try run("ROLLBACK") }
      throw error
    }
  }

  /// Calls a body with each row until it returns false.
  private func each(_ sql: String, _ arguments: [DatabaseValue], _ body: (Row) throws -> Bool) throws {
    // The body may run the same statement, which then is prepared a second time.
    let statement = try prepared.removeValue(forKey: sql) ?? prepare(sql)
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
      if let other = prepared.updateValue(statement, forKey: sql) { sqlite3_finalize(other) }
    }
    for (index, argument) in arguments.enumerated() {
      try bind(argument, to: statement, at: Int32(index + 1))
    }
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: if try !body(Row(statement: statement)) { return }
      case SQLITE_DONE: return
      case let code: throw DatabaseError(handle, code: code)
      }
    }
  }

  private func prepare(_ sql: String) throws(DatabaseError) -> OpaquePointer {
    var statement: OpaquePointer?
    try check(sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil))
    guard let statement else { throw DatabaseError(code: SQLITE_ERROR, message: "there is no statement") }
    return statement
  }

  private func bind(_ argument: DatabaseValue, to statement: OpaquePointer, at index: Int32)
    throws(DatabaseError)
  {
    switch argument {
    case .null: try check(sqlite3_bind_null(statement, index))
    case .integer(let number): try check(sqlite3_bind_int64(statement, index, number))
    case .real(let number): try check(sqlite3_bind_double(statement, index, number))
    case .text(var text):
      // SQLite copies the text (SQLITE_TRANSIENT, which Swift does not import).
      let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      let code = text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { characters in
          // An empty buffer may have no address, which would mean null.
          sqlite3_bind_text64(
            statement, index, characters.baseAddress ?? emptyText, UInt64(bytes.count), copies,
            UInt8(SQLITE_UTF8))
        }
      }
      try check(code)
    }
  }

  private func check(_ code: Int32) throws(DatabaseError) {
    guard code == SQLITE_OK else { throw DatabaseError(handle, code: code) }
  }
}

private nonisolated(unsafe) let emptyText: UnsafePointer<CChar> = {
  let text = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
  text.initialize(to: 0)
  return UnsafePointer(text)
}()
