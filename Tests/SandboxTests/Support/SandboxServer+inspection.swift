import GRDB
import Model

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
    try Row.fetchAll(
      database, sql: "EXPLAIN QUERY PLAN " + query.pageSQL, arguments: query.arguments + [10, 0]
    ).map { row in row["detail"] as String }.joined(separator: "\n")
  }

  func setFormat(_ format: Int) throws {
    try database.execute(sql: "PRAGMA user_version = \(format)")
  }
}
