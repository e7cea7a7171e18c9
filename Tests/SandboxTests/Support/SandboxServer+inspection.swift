import Model
import SQLite

@testable import Sandbox

extension SandboxServer {
  /// Removes the users of the tokens: a new server has no other objects.
  func removeTokenUsers() async throws {
    try await layer.engine.store.write { store in
      guard let kind = store.kinds.kind(TokenUsers.model) else { return }
      for user in try store.objects(ListQuery(kind), limit: 100, offset: 0) { try store.remove(user) }
    }
  }

  /// The number of objects of a kind, read without faults.
  func count(_ model: String) async throws -> Int {
    let kind = layer.engine.kinds.kind(model)
    return try await layer.engine.store.read { store in try kind.map { try store.count(ListQuery($0)) } ?? 0 }
  }
}

extension StoreTransaction {
  /// SQLite's plan for a page of a list.
  func plan(_ query: ListQuery) throws -> String {
    // A row's columns are its number, its parent's, an unused one, and the text.
    try connection.rows("EXPLAIN QUERY PLAN " + query.pageSQL, query.arguments + [.integer(10), .integer(0)])
    {
      $0.text(3)
    }.joined(separator: "\n")
  }

  func setFormat(_ format: Int) throws {
    try connection.script("PRAGMA user_version = \(format)")
  }
}
