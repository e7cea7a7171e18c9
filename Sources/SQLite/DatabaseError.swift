internal import CSQLite

/// What SQLite says went wrong.
package struct DatabaseError: Error, Sendable, CustomStringConvertible {
  package let code: Int
  package let message: String

  init(code: Int32, message: String) {
    self.code = Int(code)
    self.message = message
  }

  /// The last error of a connection.
  init(_ handle: OpaquePointer?, code: Int32) {
    let text = if let handle { sqlite3_errmsg(handle) } else { sqlite3_errstr(code) }
    self.init(code: code, message: text.map { String(cString: $0) } ?? "error \(code)")
  }

  package static let closed = DatabaseError(code: SQLITE_MISUSE, message: "the database is closed")

  package var description: String { message }
}
