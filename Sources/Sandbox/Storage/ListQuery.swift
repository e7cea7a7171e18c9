import Catalog
import Model
import OrderedCollections
import SQLite

/// The content and order of a list, as SQL.
struct ListQuery: Sendable {
  /// The separator of an object's searched texts, so that no term matches across two of them.
  static let searchSeparator = "\u{1F}"

  private var condition: String
  private var order: [String] = []
  private(set) var arguments: [DatabaseValue] = []

  init(_ kind: ServedKind) {
    condition = Self.condition(kind)
  }

  /// The column that selects the objects of a kind or base class.
  static func scope(_ kind: ServedKind) -> String { kind.isBase ? "family" : "kind" }

  /// A literal, because SQLite only then uses the indexes of this kind.
  static func condition(_ kind: ServedKind) -> String {
    "\(scope(kind)) = \(quoted(kind.kind.model))"
  }

  mutating func filter(_ field: String, equals value: Value) {
    condition += " AND \(Self.expression(field)) = ?"
    switch value {
    case .string(let text): arguments.append(.text(text))
    case .integer(let number): arguments.append(DatabaseValue(number))
    case .double(let number): arguments.append(.real(number))
    // SQLite's JSON functions have no other truth.
    case .bool(let flag): arguments.append(.integer(flag ? 1 : 0))
    default: arguments.append(.null)
    }
  }

  /// Keeps the objects that have, or do not have, a value in a field.
  mutating func filter(_ field: String, isNull: Bool) {
    condition += " AND \(Self.expression(field)) IS \(isNull ? "" : "NOT ")NULL"
  }

  /// Keeps the objects that refer to a target by a field.
  mutating func filter(_ field: String, refersTo target: String) {
    filter(field, refersToAnyOf: [target])
  }

  mutating func filter(_ field: String, refersToAnyOf targets: [String]) {
    let marks = targets.map { _ in "?" }.joined(separator: ", ")
    condition += " AND position IN (SELECT source FROM link WHERE target IN (\(marks)) AND field = ?)"
    arguments += (targets + [field]).map { .text($0) }
  }

  /// Keeps the objects that have a term in one of the searched fields, ignoring case.
  mutating func search(_ term: String) {
    condition += " AND instr(searched, ?) > 0"
    arguments.append(.text(term.lowercased()))
  }

  mutating func sort(by field: String, descending: Bool) {
    order.append(Self.expression(field) + (descending ? " DESC" : ""))
  }

  var countSQL: String { "SELECT count(*) FROM object WHERE \(condition)" }

  /// Takes a limit and an offset as its last two arguments.
  var pageSQL: String {
    "SELECT \(StoreTransaction.columns) FROM object WHERE \(condition) "
      + "ORDER BY \((order + ["position"]).joined(separator: ", ")) LIMIT ? OFFSET ?"
  }

  static func expression(_ field: String) -> String {
    "json_extract(body, \(quoted("$." + field)))"
  }

  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }
}
