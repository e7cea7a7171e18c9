import Catalog
import GRDB
import Model
import OrderedCollections

/// What a list shows and in which order, as SQL.
struct ListQuery: Sendable {
  /// Stands between the searched texts of an object, so that no term matches across two of them.
  static let searchSeparator = "\u{1F}"

  private var condition: String
  private var order: [String] = []
  private(set) var arguments = StatementArguments()

  init(_ kind: ServedKind) {
    // Written out, since only so SQLite uses the indexes of this kind.
    condition = "kind = \(Self.quoted(kind.kind.model))"
  }

  mutating func filter(_ field: String, equals value: Value) {
    condition += " AND \(Self.expression(field)) = ?"
    let argument: (any DatabaseValueConvertible)? =
      switch value {
      case .string(let text): text
      case .integer(let number): number
      case .double(let number): number
      case .bool(let flag): flag
      default: nil
      }
    arguments += [argument]
  }

  /// Keeps the objects that have a term in one of the searched fields, in any case.
  mutating func search(_ term: String) {
    condition += " AND instr(searched, ?) > 0"
    arguments += [term.lowercased()]
  }

  mutating func sort(by field: String, descending: Bool) {
    order.append(Self.expression(field) + (descending ? " DESC" : ""))
  }

  var countSQL: String { "SELECT count(*) FROM object WHERE \(condition)" }

  /// Takes a limit and an offset as its last two arguments.
  var pageSQL: String {
    "SELECT position, body FROM object WHERE \(condition) "
      + "ORDER BY \((order + ["position"]).joined(separator: ", ")) LIMIT ? OFFSET ?"
  }

  static func expression(_ field: String) -> String {
    "json_extract(body, \(quoted("$." + field)))"
  }

  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }
}
