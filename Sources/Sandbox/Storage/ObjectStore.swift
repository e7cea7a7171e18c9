import Catalog
import GRDB
import Model
import OrderedCollections

/// The objects of an embedded server, in SQLite.
///
/// One table holds the objects of all kinds. Another holds the values that must be unique, so that the
/// database enforces it. Writes are transactions, one after the other.
struct ObjectStore: Sendable {
  /// Increases when the tables change.
  static let format = 2

  private let database: any DatabaseWriter
  private let kinds: ServedKinds

  /// Opens or creates the file; nil keeps everything in memory.
  init(path: String?, kinds: ServedKinds, tokens: [SandboxToken]) throws(SandboxError) {
    let name = path ?? ":memory:"
    self.kinds = kinds
    do {
      var configuration = GRDB.Configuration()
      configuration.label = "sandbox"
      configuration.busyMode = .timeout(5)
      configuration.prepareDatabase { database in
        // With WAL this survives a crash of the process; only a power loss may lose the last writes.
        try database.execute(sql: "PRAGMA synchronous = NORMAL")
      }
      if let path {
        database = try DatabasePool(path: path, configuration: configuration)
      } else {
        database = try DatabaseQueue(configuration: configuration)
      }
      let found = try database.write { database in
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        if found == 0 || found == Self.format { try Self.prepare(database) }
        if found == 0 { try TokenUsers.insert(tokens, StoreTransaction(database: database, kinds: kinds)) }
        return found
      }
      guard found == 0 || found == Self.format else {
        throw SandboxError.dataFormat(name, found: found, known: Self.format)
      }
    } catch let error as SandboxError {
      throw error
    } catch {
      throw .dataFile(name, reason: (error as? DatabaseError)?.message ?? "\(error)")
    }
  }

  private static func prepare(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE IF NOT EXISTS object (
          position INTEGER PRIMARY KEY AUTOINCREMENT,
          kind TEXT NOT NULL,
          family TEXT NOT NULL,
          pk TEXT NOT NULL,
          detail TEXT NOT NULL,
          alias TEXT,
          body TEXT NOT NULL,
          searched TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX IF NOT EXISTS object_pk ON object (kind, pk);
        CREATE UNIQUE INDEX IF NOT EXISTS object_detail ON object (kind, detail);
        CREATE INDEX IF NOT EXISTS object_family_pk ON object (family, pk);
        CREATE INDEX IF NOT EXISTS object_family_detail ON object (family, detail);
        CREATE INDEX IF NOT EXISTS object_any_pk ON object (pk);
        CREATE INDEX IF NOT EXISTS object_alias ON object (alias) WHERE alias IS NOT NULL;
        CREATE TABLE IF NOT EXISTS link (
          target TEXT NOT NULL,
          field TEXT NOT NULL,
          source INTEGER NOT NULL REFERENCES object (position) ON DELETE CASCADE,
          PRIMARY KEY (target, field, source)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS link_source ON link (source);
        CREATE TABLE IF NOT EXISTS sequence (
          name TEXT PRIMARY KEY,
          last INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS unique_value (
          scope TEXT NOT NULL,
          field TEXT NOT NULL,
          value TEXT NOT NULL,
          position INTEGER NOT NULL REFERENCES object (position) ON DELETE CASCADE,
          PRIMARY KEY (scope, field, value)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS unique_value_position ON unique_value (position);
        PRAGMA user_version = \(format);
        """)
  }

  /// The number of inserts between index creations; each creates the indexes of the inserted object's kind. Each
  /// index slows down every write, so hundreds for all kinds would cost too much, and a kind with many
  /// objects is met soon. The number is a prime, so that no repeating order of kinds leaves one out.
  static let indexInterval: Int64 = 199

  /// Makes filters and the default order fast: one index for each filter and one for the order, only over
  /// objects of this kind.
  static func index(_ kind: ServedKind, _ database: Database) throws {
    let lists = kind.kind.filters.keys.compactMap(kind.field(ofFilter:)).map { [$0] } + [kind.defaultOrdering]
    for fields in Set(lists) where !fields.isEmpty {
      let name = ([kind.kind.model] + fields).joined(separator: "-")
      let expressions = fields.map(ListQuery.expression).joined(separator: ", ")
      try database.execute(
        sql: """
          CREATE INDEX IF NOT EXISTS "by-\(name)" ON object (\(ListQuery.scope(kind)), \(expressions), position)
          WHERE \(ListQuery.condition(kind))
          """)
    }
  }

  /// Runs reads on one snapshot.
  func read<Result: Sendable>(
    _ body: @escaping @Sendable (StoreTransaction) throws -> Result
  ) async throws -> Result {
    try await database.read { try body(StoreTransaction(database: $0, kinds: kinds)) }
  }

  /// Runs reads and writes as one transaction, which is rolled back if the body throws.
  func write<Result: Sendable>(
    _ body: @escaping @Sendable (StoreTransaction) throws -> Result
  ) async throws -> Result {
    try await database.write { try body(StoreTransaction(database: $0, kinds: kinds)) }
  }

  func close() throws {
    try database.close()
  }
}
