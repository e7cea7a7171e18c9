import Model
import OrderedCollections
import TestSupport

@testable import State

/// States and records for the tests of this target.
enum Sample {
  static func record(_ slug: String, pk: String = "1") -> ResourceRecord {
    ResourceRecord(
      kind: "authentik_flows.flow", primaryKey: .string(pk), origin: .created, source: "b.yaml", entryID: "x",
      identifiers: ["slug": .string(slug)], dependencies: [.flow("other")],
      applied: ["title": "T", "n": nil])
  }

  static func state(serial: Int = 3, _ slugs: String...) -> StateSnapshot {
    var state = StateSnapshot(serial: serial, lineage: "lineage", server: "https://a.example")
    for slug in slugs { state.resources[.flow(slug)] = record(slug) }
    return state
  }

  static func intent(_ slug: String) -> Intent {
    Intent(address: .flow(slug), action: .create, kind: "authentik_flows.flow", hasUniqueKey: true)
  }
}
