import Catalog
import Model
import OrderedCollections

@testable import Sandbox

/// The objects of a real server before a recording.
enum StartState {
  static let model = "authentik_flows.flow"

  /// The users of the recordings with their rights.
  static let tokens: [SandboxToken] = {
    let users: [(String, Set<SandboxToken.Right>)] = [
      ("noperm", []), ("addonly", [.add]), ("viewonly", [.view]), ("addview", [.add, .view]),
      ("changeonly", [.change]), ("deleteonly", [.delete]), ("viewchange", [.view, .change]),
      ("full", [.add, .view, .change, .delete]), ("exporter", [.view]), ("objview", []), ("addinit", [.add]),
    ]
    return users.map { SandboxToken(token: "token-u-\($0.0)", username: "u-\($0.0)", rights: $0.1) }
      + [SandboxToken(token: "ak-bench-token", username: "akadmin", rights: [], isSuperuser: true)]
  }()

  /// The flows of a new authentik: the first recorded list.
  static func newServer(_ version: EmbeddedCatalog) throws -> [Value] {
    try Recording.load("01-flows-read", version).first.map { rows($0) } ?? []
  }

  /// The 950 flows of the recordings about pages: the flows in the recordings, and others with similar names.
  static func manyFlows(_ version: EmbeddedCatalog) throws -> [Value] {
    var flows = OrderedDictionary<String, Value>()
    for row in try newServer(version) { flows[row["slug"]?.string ?? ""] = row }
    let template = flows.values.first?.map ?? [:]
    let last = version == .v2024_8 ? 287 : 286
    for (letter, count) in [("a", 950 - flows.count - 400 - last), ("c", 400), ("d", last)] {
      for number in 0..<count {
        let digits = String(number)
        let slug = "perf-\(letter)-\(String(repeating: "0", count: 5 - digits.count))\(digits)"
        var flow = template
        flow["pk"] = .string("pk of \(slug)")
        flow["slug"] = .string(slug)
        flow["name"] = .string("Flow perf-\(letter) \(number)")
        flow["title"] = "Title"
        flows[slug] = .map(flow)
      }
    }
    for recording in try Recording.load("01b-pagination-950-flows", version) {
      for row in rows(recording) { flows[row["slug"]?.string ?? ""] = row }
    }
    return Array(flows.values)
  }

  /// Flows that were created between the recordings and are not in them: those of a race, and three with bodies too
  /// large to record.
  static func missing(before file: String, _ version: EmbeddedCatalog) throws -> [Value] {
    switch file {
    case "02b-flows-authz":
      let template = try newServer(version).first?.map ?? [:]
      return ["c-large-1", "c-large-2", "c-large-3"].map { slug in
        .map(template.merging([("slug", slug), ("pk", slug)]) { $1 })
      }
    case "02c-flows-race-and-anon":
      return try Recording.load(file, version).filter { $0.target.contains("?slug=race-") }.flatMap(rows)
    default: return []
    }
  }

  private static func rows(_ recording: Recording) -> [Value] {
    (try? JSONReader.read(recording.answer))?["results"]?.list ?? []
  }
}
