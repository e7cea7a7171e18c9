import Catalog
import Model
import OrderedCollections
import SQLite

/// Reads and writes of objects inside one transaction.
struct StoreTransaction {
  let connection: Connection
  let kinds: ServedKinds

  static let columns = "position, kind, body"

  /// The object with a value in its detail field.
  func object(_ kind: ServedKind, detail: String) throws -> StoredObject? {
    try first(
      "\(kind.isBase ? "family" : "kind") = ? AND detail = ?", [.text(kind.kind.model), .text(detail)])
  }

  /// The object with a primary key.
  func object(_ kind: ServedKind, primaryKey: String) throws -> StoredObject? {
    try first(
      "\(kind.isBase ? "family" : "kind") = ? AND pk = ?", [.text(kind.kind.model), .text(primaryKey)])
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
    let found = try objects("pk = ?", [.text(key)]).first(where: \.kind.hasPolicies)
    return try found ?? first("alias = ?", [.text(key)])
  }

  func count(_ query: ListQuery) throws -> Int {
    try number(query.countSQL, query.arguments)
  }

  func objects(_ query: ListQuery, limit: Int, offset: Int) throws -> [StoredObject] {
    try connection.rows(
      query.pageSQL, query.arguments + [DatabaseValue(limit), DatabaseValue(offset)], object)
  }

  /// The object that already has these unique values, except the one at a position.
  func holder(_ scope: ServedKind, _ fields: [String], in object: ValueMap, except position: Int64?) throws
    -> StoredObject?
  {
    guard let value = UniqueValue.text(fields, in: object) else { return nil }
    let holder = try connection.first(
      "SELECT position FROM unique_value WHERE scope = ? AND field = ? AND value = ?",
      [.text(scope.kind.model), .text(UniqueValue.name(fields)), .text(value)]
    ) { $0.integer(0) }
    guard let holder, holder != position else { return nil }
    return try first("position = ?", [.integer(holder)])
  }

  @discardableResult
  func insert(_ kind: ServedKind, _ object: ValueMap) throws -> StoredObject {
    var object = object
    if kind.kind.model == TokenUsers.model, try isSuperuser(object) { object["is_superuser"] = true }
    try connection.run(
      "INSERT INTO object (kind, family, pk, detail, alias, body, searched) VALUES (?, ?, ?, ?, ?, ?, ?)",
      [.text(kind.kind.model), .text(kind.space)] + columns(kind, object))
    let stored = StoredObject(position: connection.lastInsertedRow, kind: kind, fields: object)
    try insertRows(stored)
    try updateMembers(of: stored)
    if stored.position.isMultiple(of: ObjectStore.indexInterval) {
      for kind in [kind, kinds.kind(kind.space)].compactMap({ $0 }) {
        try ObjectStore.index(kind, connection)
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
    try connection.run(
      "UPDATE object SET pk = ?, detail = ?, alias = ?, body = ?, searched = ? WHERE position = ?",
      columns(object.kind, object.fields) + [.integer(object.position)])
    for table in ["unique_value WHERE position", "link WHERE source"] {
      try connection.run("DELETE FROM \(table) = ?", [.integer(object.position)])
    }
    try insertRows(object)
    try updateMembers(of: object)
    return object
  }

  /// Deletes one row; `delete(cascading:)` handles what refers to it.
  func remove(_ object: StoredObject) throws {
    try connection.run("DELETE FROM object WHERE position = ?", [.integer(object.position)])
  }

  /// The next number of a sequence, which is larger than every stored one.
  func nextNumber(_ sequence: String) throws -> Int {
    try number("SELECT last FROM sequence WHERE name = ?", [.text(sequence)]) + 1
  }

  /// Takes the next number of a sequence.
  func takeNumber(_ sequence: String) throws -> Int {
    let number = try nextNumber(sequence)
    try connection.run(
      "INSERT INTO sequence (name, last) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET last = excluded.last",
      [.text(sequence), DatabaseValue(number)])
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
      var arguments: [DatabaseValue] = [.text(target)]
      if let model, let field {
        sql += " AND kind = ? AND field = ?"
        arguments += [.text(model), .text(field)]
      }
      links += try connection.rows(sql + " ORDER BY position", arguments) { row in
        Link(source: try self.object(row), field: row.text(3))
      }
    }
    return links
  }

  func linkCount(to object: StoredObject, model: String, field: String) throws -> Int {
    let target = "\(object.kind.space)|\(Coercion.text(object.primaryKey) ?? "")"
    return try number(
      "SELECT count(*) FROM link JOIN object ON position = source WHERE target = ? AND kind = ? AND field = ?",
      [.text(target), .text(model), .text(field)])
  }

  private func first(_ condition: String, _ arguments: [DatabaseValue]) throws -> StoredObject? {
    try connection.first("SELECT \(Self.columns) FROM object WHERE \(condition)", arguments, object)
  }

  private func objects(_ condition: String, _ arguments: [DatabaseValue]) throws -> [StoredObject] {
    try connection.rows("SELECT \(Self.columns) FROM object WHERE \(condition)", arguments, object)
  }

  /// The number that a query finds, or zero.
  private func number(_ sql: String, _ arguments: [DatabaseValue]) throws -> Int {
    try connection.first(sql, arguments) { Int($0.integer(0)) } ?? 0
  }

  private func object(_ row: Row) throws -> StoredObject {
    guard let kind = kinds.kind(row.text(1)) else {
      throw SandboxError.catalog("the data holds a kind that is unknown")
    }
    return StoredObject(
      position: row.integer(0), kind: kind, fields: try JSONReader.read(row.text(2)).map ?? [:])
  }

  private func insertRows(_ object: StoredObject) throws {
    let kind = object.kind
    for fields in kind.kind.uniqueFields.map({ [$0] }) + kind.kind.uniqueTogether {
      guard let value = UniqueValue.text(fields, in: object.fields) else { continue }
      try connection.run(
        "INSERT INTO unique_value (scope, field, value, position) VALUES (?, ?, ?, ?)",
        [
          .text(kinds.uniqueScope(fields, of: kind).kind.model), .text(UniqueValue.name(fields)),
          .text(value),
          .integer(object.position),
        ])
    }
    for field in kind.references {
      guard let model = field.refersTo, let value = object.fields[field.name] else { continue }
      for key in value.list ?? [value] {
        guard let key = Coercion.text(key) else { continue }
        try connection.run(
          "INSERT OR IGNORE INTO link (target, field, source) VALUES (?, ?, ?)",
          [.text("\(kinds.space(model))|\(key)"), .text(field.name), .integer(object.position)])
      }
    }
    for case (let name, .number(let sequence)) in kind.generated {
      guard let number = object.fields[name]?.integer, number < TokenUsers.firstKey else { continue }
      try connection.run(
        "INSERT INTO sequence (name, last) VALUES (?, ?) "
          + "ON CONFLICT (name) DO UPDATE SET last = max(last, excluded.last)",
        [.text(sequence), DatabaseValue(number)])
    }
  }

  private func columns(_ kind: ServedKind, _ object: ValueMap) -> [DatabaseValue] {
    let searched = kind.searched.compactMap { object[$0]?.string?.lowercased() }
    return [
      DatabaseValue(Coercion.text(object[kind.kind.primaryKey] ?? .null)),
      DatabaseValue(Coercion.text(object[kind.detailField] ?? .null)),
      DatabaseValue((object["policybindingmodel_ptr_id"] ?? object["pbm_uuid"])?.string),
      .text(JSONWriter.write(.map(kind.inDatabaseOrder(object)))),
      .text(searched.joined(separator: ListQuery.searchSeparator)),
    ]
  }
}
