import Catalog
import GRDB
import Model
import OrderedCollections

/// Reads and writes of objects inside one transaction.
struct StoreTransaction {
  let database: Database
  let kinds: ServedKinds

  static let columns = "position, kind, body"

  /// The object with a value in its detail field.
  func object(_ kind: ServedKind, detail: String) throws -> StoredObject? {
    try first("\(kind.isBase ? "family" : "kind") = ? AND detail = ?", [kind.kind.model, detail])
  }

  /// The object with a primary key.
  func object(_ kind: ServedKind, primaryKey: String) throws -> StoredObject? {
    try first("\(kind.isBase ? "family" : "kind") = ? AND pk = ?", [kind.kind.model, primaryKey])
  }

  /// The user with a name.
  func user(named name: String) throws -> StoredObject? {
    guard let kind = kinds.kind(TokenUsers.model) else { return nil }
    return try holder(kind, ["username"], in: ["username": .string(name)], except: nil)
  }

  /// The object that a reference to a model means; nil if there is none.
  func object(referredToAs model: String, by key: Value) throws -> StoredObject? {
    guard let key = Coercion.text(key) else { return nil }
    guard model == ServedKinds.policyTarget else {
      return try kinds.kind(model).flatMap { try object($0, primaryKey: key) }
    }
    let found = try objects("pk = ?", [key]).first(where: \.kind.hasPolicies)
    return try found ?? first("alias = ?", [key])
  }

  func count(_ query: ListQuery) throws -> Int {
    try Int.fetchOne(database.cachedStatement(sql: query.countSQL), arguments: query.arguments) ?? 0
  }

  func objects(_ query: ListQuery, limit: Int, offset: Int) throws -> [StoredObject] {
    try Row.fetchAll(
      database.cachedStatement(sql: query.pageSQL), arguments: query.arguments + [limit, offset]
    ).map(object)
  }

  /// The object that already has these unique values, except the one at a position.
  func holder(_ scope: ServedKind, _ fields: [String], in object: ValueMap, except position: Int64?) throws
    -> StoredObject?
  {
    guard let value = UniqueValue.text(fields, in: object) else { return nil }
    let holder = try Int64.fetchOne(
      database.cachedStatement(
        sql: "SELECT position FROM unique_value WHERE scope = ? AND field = ? AND value = ?"),
      arguments: [scope.kind.model, UniqueValue.name(fields), value])
    guard let holder, holder != position else { return nil }
    return try first("position = ?", [holder])
  }

  @discardableResult
  func insert(_ kind: ServedKind, _ object: ValueMap) throws -> StoredObject {
    var object = object
    if kind.kind.model == TokenUsers.model, try isSuperuser(object) { object["is_superuser"] = true }
    try database.cachedStatement(
      sql: "INSERT INTO object (kind, family, pk, detail, alias, body, searched) VALUES (?, ?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [kind.kind.model, kind.space] + columns(kind, object))
    let stored = StoredObject(position: database.lastInsertedRowID, kind: kind, fields: object)
    try insertRows(stored)
    try updateMembers(of: stored)
    if stored.position.isMultiple(of: ObjectStore.indexInterval) {
      for kind in [kind, kinds.kind(kind.space)].compactMap({ $0 }) {
        try ObjectStore.index(kind, database)
      }
    }
    return stored
  }

  @discardableResult
  func update(_ object: StoredObject) throws -> StoredObject {
    var object = object
    if object.kind.kind.model == TokenUsers.model {
      object.fields["is_superuser"] = .bool(try isSuperuser(object.fields))
    }
    try database.cachedStatement(
      sql: "UPDATE object SET pk = ?, detail = ?, alias = ?, body = ?, searched = ? WHERE position = ?"
    ).execute(arguments: columns(object.kind, object.fields) + [object.position])
    for table in ["unique_value WHERE position", "link WHERE source"] {
      try database.cachedStatement(sql: "DELETE FROM \(table) = ?").execute(arguments: [object.position])
    }
    try insertRows(object)
    try updateMembers(of: object)
    return object
  }

  /// Deletes one row; `delete(cascading:)` handles what refers to it.
  func remove(_ object: StoredObject) throws {
    try database.cachedStatement(sql: "DELETE FROM object WHERE position = ?")
      .execute(arguments: [object.position])
  }

  /// The next number of a sequence, which is larger than every stored one.
  func nextNumber(_ sequence: String) throws -> Int {
    (try Int.fetchOne(
      database.cachedStatement(sql: "SELECT last FROM sequence WHERE name = ?"), arguments: [sequence]) ?? 0)
      + 1
  }

  /// Takes the next number of a sequence.
  func takeNumber(_ sequence: String) throws -> Int {
    let number = try nextNumber(sequence)
    try database.cachedStatement(
      sql:
        "INSERT INTO sequence (name, last) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET last = excluded.last"
    ).execute(arguments: [sequence, number])
    return number
  }

  /// The references to an object, in the order of creation; only those from a model and field, if they are
  /// given.
  func links(to object: StoredObject, model: String? = nil, field: String? = nil) throws -> [Link] {
    var targets = ["\(object.kind.space)|\(Coercion.text(object.primaryKey) ?? "")"]
    if object.kind.hasPolicies {
      targets.append("\(ServedKinds.policyTarget)|\(Coercion.text(object.primaryKey) ?? "")")
    }
    var links: [Link] = []
    for target in targets {
      var sql = "SELECT \(Self.columns), field FROM link JOIN object ON position = source WHERE target = ?"
      var arguments: StatementArguments = [target]
      if let model, let field {
        sql += " AND kind = ? AND field = ?"
        arguments += [model, field]
      }
      links += try Row.fetchAll(
        database.cachedStatement(sql: sql + " ORDER BY position"), arguments: arguments
      )
      .map { Link(source: try self.object($0), field: $0[3]) }
    }
    return links
  }

  func linkCount(to object: StoredObject, model: String, field: String) throws -> Int {
    let target = "\(object.kind.space)|\(Coercion.text(object.primaryKey) ?? "")"
    return try Int.fetchOne(
      database.cachedStatement(
        sql: "SELECT count(*) FROM link JOIN object ON position = source "
          + "WHERE target = ? AND kind = ? AND field = ?"),
      arguments: [target, model, field]) ?? 0
  }

  private func first(_ condition: String, _ arguments: StatementArguments) throws -> StoredObject? {
    try Row.fetchOne(
      database.cachedStatement(sql: "SELECT \(Self.columns) FROM object WHERE \(condition)"),
      arguments: arguments
    ).map(object)
  }

  private func objects(_ condition: String, _ arguments: StatementArguments) throws -> [StoredObject] {
    try Row.fetchAll(
      database.cachedStatement(sql: "SELECT \(Self.columns) FROM object WHERE \(condition)"),
      arguments: arguments
    ).map(object)
  }

  private func object(_ row: Row) throws -> StoredObject {
    let body: String = row[2]
    guard let kind = kinds.kind(row[1]) else {
      throw SandboxError.catalog("the data holds a kind that is unknown")
    }
    return StoredObject(position: row[0], kind: kind, fields: try JSONReader.read(body).map ?? [:])
  }

  private func insertRows(_ object: StoredObject) throws {
    let kind = object.kind
    for fields in kind.kind.uniqueFields.map({ [$0] }) + kind.kind.uniqueTogether {
      guard let value = UniqueValue.text(fields, in: object.fields) else { continue }
      try database.cachedStatement(
        sql: "INSERT INTO unique_value (scope, field, value, position) VALUES (?, ?, ?, ?)"
      ).execute(arguments: [
        kinds.uniqueScope(fields, of: kind).kind.model, UniqueValue.name(fields), value, object.position,
      ])
    }
    for field in kind.references {
      guard let model = field.refersTo, let value = object.fields[field.name] else { continue }
      for key in value.list ?? [value] {
        guard let key = Coercion.text(key) else { continue }
        try database.cachedStatement(
          sql: "INSERT OR IGNORE INTO link (target, field, source) VALUES (?, ?, ?)"
        ).execute(arguments: ["\(kinds.space(model))|\(key)", field.name, object.position])
      }
    }
    for case (let name, .number(let sequence)) in kind.generated {
      guard let number = object.fields[name]?.integer, number < TokenUsers.firstKey else { continue }
      try database.cachedStatement(
        sql: "INSERT INTO sequence (name, last) VALUES (?, ?) "
          + "ON CONFLICT (name) DO UPDATE SET last = max(last, excluded.last)"
      ).execute(arguments: [sequence, number])
    }
  }

  private func columns(_ kind: ServedKind, _ object: ValueMap) -> StatementArguments {
    let searched = kind.searched.compactMap { object[$0]?.string?.lowercased() }
    return [
      Coercion.text(object[kind.kind.primaryKey] ?? .null), Coercion.text(object[kind.detailField] ?? .null),
      (object["policybindingmodel_ptr_id"] ?? object["pbm_uuid"])?.string,
      JSONWriter.write(.map(kind.inDatabaseOrder(object))),
      searched.joined(separator: ListQuery.searchSeparator),
    ]
  }
}
