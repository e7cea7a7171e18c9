import Model
import OrderedCollections

/// Makes two answers comparable: ids, addresses and signatures that differ from server to server.
struct Normalization {
  /// Recorded ids, and what the sandbox made instead.
  private var identifiers: [String: Value] = [:]

  /// Learns the ids of an object that both servers have made.
  mutating func learn(recorded: Value, answered: Value) {
    for field in ["pk", "policybindingmodel_ptr_id"] {
      if let recorded = recorded[field]?.string, let answered = answered[field] {
        identifiers[recorded] = answered
      }
    }
  }

  func recorded(_ value: Value) -> Value { plain(value, replacing: identifiers) }

  func answered(_ value: Value) -> Value { plain(value, replacing: [:]) }

  private func plain(_ value: Value, replacing identifiers: [String: Value]) -> Value {
    switch value {
    case .string(let text):
      if let identifier = identifiers[text] { return identifier }
      if text.hasPrefix("/files/media/"), let end = text.firstIndex(of: "?") {
        return .string(String(text[..<end]))
      }
      if text.hasPrefix("http://127.0.0.1:") {
        return .string(String(text.dropFirst("http://127.0.0.1:".count).drop { $0.isNumber }))
      }
      return value
    case .list(let items): return .list(items.map { plain($0, replacing: identifiers) })
    case .map(let entries):
      // The address for error reports.
      var plain = entries.filter { $0.key != "sentry_dsn" }.mapValues {
        self.plain($0, replacing: identifiers)
      }
      // Two requests to the same real server have them in different orders.
      if let stages = plain["stages"]?.list {
        plain["stages"] = .list(stages.sorted { ($0.string ?? "") < ($1.string ?? "") })
      }
      return .map(plain)
    default: return value
    }
  }

  /// A list in which rows that are equal in what it is ordered by stand in the order of their slugs: a real
  /// server has none for them.
  static func tiesSorted(_ answer: Value, orderedBy ordering: String) -> Value {
    guard var map = answer.map, let rows = answer["results"]?.list else { return answer }
    let fields = ordering.split(separator: ",").map {
      $0.hasPrefix("-") ? String($0.dropFirst()) : String($0)
    }
    var runs: [[Value]] = []
    for row in rows {
      if let last = runs.last?.last, fields.allSatisfy({ last[$0] == row[$0] }) {
        runs[runs.count - 1].append(row)
      } else {
        runs.append([row])
      }
    }
    map["results"] = .list(
      runs.flatMap { $0.sorted { ($0["slug"]?.string ?? "") < ($1["slug"]?.string ?? "") } })
    return .map(map)
  }
}
