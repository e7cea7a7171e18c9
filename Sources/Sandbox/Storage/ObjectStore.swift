import Catalog
import Model
import OrderedCollections
import SQLite
import Synchronization

/// The objects of an embedded server, in SQLite.
///
/// One table holds the objects of all kinds. Another holds the values that must be unique, so that the
/// database enforces it. Writes are transactions, one after the other.
struct ObjectStore: Sendable {
  /// Increases when the tables change.
  static let format = 2

  /// Enough that slow reads let others pass.
  private static let readerCount = 4

  private let writer: Database
  /// Other connections for reads, each on its own snapshot. Empty for a database in memory, which has only one.
  private let readers: [Database]
  private let turn = Turn()
  private let kinds: ServedKinds

  /// Opens or creates the file; nil keeps everything in memory.
  init(path: String?, kinds: ServedKinds, tokens: [SandboxToken]) throws(SandboxError) {
    let name = path ?? ":memory:"
    self.kinds = kinds
    do {
      let connection = try Connection(path: name)
      if path != nil {
        // With WAL this survives a crash of the process; only a power loss may lose the last writes.
        try connection.script("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
      }
      let found = try connection.transaction {
        let found = Int(try connection.first("PRAGMA user_version") { $0.integer(0) } ?? 0)
        if found == 0 || found == Self.format { try Self.prepare(connection) }
        if found == 0 {
          try TokenUsers.insert(tokens, StoreTransaction(connection: connection, kinds: kinds))
        }
        return found
      }
      guard found == 0 || found == Self.format else {
        throw SandboxError.dataFormat(name, found: found, known: Self.format)
      }
      writer = Database(label: "sandbox", connection)
      readers =
        path == nil
        ? []
        : (0..<Self.readerCount).map { number in
          Database(label: "sandbox-\(number)") { try Connection(path: name, isReadOnly: true) }
        }
    } catch let error as SandboxError {
      throw error
    } catch {
      throw .dataFile(name, reason: "\(error)")
    }
  }

  private static func prepare(_ connection: Connection) throws {
    try connection.script(
      """
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
  static func index(_ kind: ServedKind, _ connection: Connection) throws {
    let lists = kind.kind.filters.keys.compactMap(kind.field(ofFilter:)).map { [$0] } + [kind.defaultOrdering]
    for fields in Set(lists) where !fields.isEmpty {
      let name = ([kind.kind.model] + fields).joined(separator: "-")
      let expressions = fields.map(ListQuery.expression).joined(separator: ", ")
      try connection.script(
        """
        CREATE INDEX IF NOT EXISTS "by-\(name)" ON object (\(ListQuery.scope(kind)), \(expressions), position)
        WHERE \(ListQuery.condition(kind))
        """)
    }
  }

  /// Runs reads on one snapshot.
  func read<Result: Sendable>(
    _ body: @escaping @Sendable (StoreTransaction) throws -> Result
  ) async throws -> Result {
    let database = readers.isEmpty ? writer : readers[turn.next() % readers.count]
    return try await database.transaction { try body(StoreTransaction(connection: $0, kinds: kinds)) }
  }

  /// Runs reads and writes as one transaction, which is rolled back if the body throws.
  func write<Result: Sendable>(
    _ body: @escaping @Sendable (StoreTransaction) throws -> Result
  ) async throws -> Result {
    try await writer.transaction { try body(StoreTransaction(connection: $0, kinds: kinds)) }
  }

  func close() async {
    for reader in readers { await reader.close() }
    // The last one to close empties the journal of the file.
    await writer.close()
  }

  /// Whose turn it is among several.
  private final class Turn: Sendable {
    private let count = Atomic(0)

    func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).oldValue & Int.max }
  }
}
