import Catalog
import GRDB
import Model
import OrderedCollections

/// Reads and writes of objects inside one transaction.
struct StoreTransaction {
  let database: Database

  /// The object whose path ends in a value of its detail field.
  func object(_ kind: ServedKind, detail: String) throws -> StoredObject? {
    let row = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT position, body FROM object WHERE kind = ? AND detail = ?"),
      arguments: [kind.kind.model, detail])
    return try row.map(Self.object)
  }

  func count(_ query: ListQuery) throws -> Int {
    try Int.fetchOne(database.cachedStatement(sql: query.countSQL), arguments: query.arguments) ?? 0
  }

  func objects(_ query: ListQuery, limit: Int, offset: Int) throws -> [StoredObject] {
    let arguments = query.arguments + [limit, offset]
    return try Row.fetchAll(database.cachedStatement(sql: query.pageSQL), arguments: arguments)
      .map(Self.object)
  }

  /// Whether another object has the values that must be unique.
  func isTaken(_ kind: ServedKind, _ fields: [String], in object: ValueMap, except position: Int64?) throws
    -> Bool
  {
    guard let value = Self.uniqueValue(fields, in: object) else { return false }
    let holder = try Int64.fetchOne(
      database.cachedStatement(
        sql: "SELECT position FROM unique_value WHERE scope = ? AND field = ? AND value = ?"),
      arguments: [kind.kind.model, Self.uniqueName(fields), value])
    return holder != nil && holder != position
  }

  func insert(_ kind: ServedKind, _ object: ValueMap) throws {
    try database.cachedStatement(
      sql: "INSERT INTO object (kind, pk, detail, body, searched) VALUES (?, ?, ?, ?, ?)"
    ).execute(arguments: [kind.kind.model] + columns(kind, object))
    try insertUniqueValues(kind, object, position: database.lastInsertedRowID)
  }

  func update(_ kind: ServedKind, _ object: StoredObject) throws {
    try database.cachedStatement(
      sql: "UPDATE object SET pk = ?, detail = ?, body = ?, searched = ? WHERE position = ?"
    ).execute(arguments: columns(kind, object.fields) + [object.position])
    try database.cachedStatement(sql: "DELETE FROM unique_value WHERE position = ?")
      .execute(arguments: [object.position])
    try insertUniqueValues(kind, object.fields, position: object.position)
  }

  func delete(_ object: StoredObject) throws {
    try database.cachedStatement(sql: "DELETE FROM object WHERE position = ?")
      .execute(arguments: [object.position])
  }

  private func insertUniqueValues(_ kind: ServedKind, _ object: ValueMap, position: Int64) throws {
    for fields in kind.kind.uniqueFields.map({ [$0] }) + kind.kind.uniqueTogether {
      guard let value = Self.uniqueValue(fields, in: object) else { continue }
      try database.cachedStatement(
        sql: "INSERT INTO unique_value (scope, field, value, position) VALUES (?, ?, ?, ?)"
      ).execute(arguments: [kind.kind.model, Self.uniqueName(fields), value, position])
    }
  }

  private func columns(_ kind: ServedKind, _ object: ValueMap) -> StatementArguments {
    let searched = kind.searched.compactMap { object[$0]?.string?.lowercased() }
    return [
      Coercion.text(object[kind.kind.primaryKey] ?? .null), Coercion.text(object[kind.detailField] ?? .null),
      JSONWriter.write(.map(object)), searched.joined(separator: ListQuery.searchSeparator),
    ]
  }

  private static func object(_ row: Row) throws -> StoredObject {
    let body: String = row[1]
    return StoredObject(position: row[0], fields: try JSONReader.read(body).map ?? [:])
  }

  private static func uniqueName(_ fields: [String]) -> String { fields.joined(separator: ",") }

  /// Nil where a value is null: in SQL nulls are never equal.
  private static func uniqueValue(_ fields: [String], in object: ValueMap) -> String? {
    let values = fields.map { object[$0] ?? .null }
    guard values.allSatisfy({ !$0.isNull }) else { return nil }
    return values.map { JSONWriter.write($0, style: .canonical) }.joined(separator: ",")
  }
}
