internal import CSQLite

/// The row that a statement has reached; it is valid until the next one.
package struct Row {
  let statement: OpaquePointer

  package func integer(_ column: Int) -> Int64 {
    sqlite3_column_int64(statement, Int32(column))
  }

  /// The whole text, even if it has a NUL in it; empty for null.
  package func text(_ column: Int) -> String {
    guard let bytes = sqlite3_column_text(statement, Int32(column)) else { return "" }
    let count = Int(sqlite3_column_bytes(statement, Int32(column)))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }
}
