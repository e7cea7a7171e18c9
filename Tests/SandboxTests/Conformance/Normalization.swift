import Model
import OrderedCollections

/// Makes two answers comparable: replaces ids, addresses and signatures that differ between servers.
struct Normalization {
  /// The recorded ids, with the sandbox's ids for the same objects.
  private var identifiers: [String: Value] = [:]

  /// Learns the ids of an object that both servers have created.
  mutating func learn(recorded: Value, answered: Value) {
    for field in ["pk", "policybindingmodel_ptr_id", "uuid", "brand_uuid"] {
      if let recorded = recorded[field]?.string, let answered = answered[field] {
        identifiers[recorded] = answered
      }
    }
  }

  /// Returns a target with the sandbox's ids.
  func sent(_ text: String) -> String {
    text.replacing(Self.identifier) { identifiers[String($0.output)]?.string ?? String($0.output) }
  }

  /// Returns a body with the sandbox's ids. A body that is no text stays as it is.
  func sent(_ bytes: [UInt8]) -> [UInt8] {
    String(validating: bytes, as: UTF8.self).map { Array(sent($0).utf8) } ?? bytes
  }

  private static var identifier: Regex<Substring> {
    /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/
  }

  func recorded(_ value: Value) -> Value { plain(value, replacing: identifiers) }

  func answered(_ value: Value) -> Value { plain(value, replacing: [:]) }

  private func plain(_ value: Value, replacing identifiers: [String: Value]) -> Value {
    switch value {
    case .string(let text):
      if let identifier = identifiers[text] { return identifier }
      // Times, pictures and generated values.
      if text.hasPrefix("data:image/") { return "a picture" }
      if text.utf8.count == 64,
        text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
      {
        return "a digest"
      }
      // An expression is parsed each time it is used, and few texts can match.
      if text.hasSuffix("Z"), text.utf8.count >= 20,
        text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/) != nil
      {
        return "a time"
      }
      if text.utf8.count >= 36, text.utf8.contains(UInt8(ascii: "-")), text.contains(Self.identifier) {
        return .string(
          text.replacing(Self.identifier) { identifiers[String($0.output)]?.string ?? String($0.output) })
      }
      if text.hasPrefix("/files/media/"), let end = text.firstIndex(of: "?") {
        return .string(String(text[..<end]))
      }
      if text.hasPrefix("http://127.0.0.1:") {
        return .string(String(text.dropFirst("http://127.0.0.1:".count).drop { $0.isNumber }))
      }
      return value
    case .list(let items): return .list(items.map { plain($0, replacing: identifiers) })
    case .map(let entries):
      // The address for error reports, random numbers, and generated pictures.
      let other: Set<String> = ["sentry_dsn", "num_pk", "avatar"]
      var plain = entries.filter { !other.contains($0.key) }.mapValues {
        self.plain($0, replacing: identifiers)
      }
      // Two requests to the same real server return them in different orders.
      if let stages = plain["stages"]?.list {
        plain["stages"] = .list(stages.sorted { ($0.string ?? "") < ($1.string ?? "") })
      }
      return .map(plain)
    default: return value
    }
  }

  /// Sorts rows with equal sort keys by their slugs: a real server has no fixed order for them.
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
    func key(_ row: Value) -> String { row["slug"]?.string ?? row["pk"]?.string ?? "" }
    map["results"] = .list(
      runs.flatMap { $0.sorted { key($0) < key($1) } })
    return .map(map)
  }

  /// Removes the order of a list.
  static func sorted(_ answer: Value) -> Value {
    answer.list.map { .list($0.sorted { JSONWriter.write($0) < JSONWriter.write($1) }) } ?? answer
  }
}
