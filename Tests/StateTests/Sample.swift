import Model
import OrderedCollections

@testable import State

/// States and records for the tests of this target.
enum Sample {
  static func address(_ slug: String) -> ResourceAddress {
    ResourceAddress(model: "authentik_flows.flow", identifiers: [(key: "slug", value: .string(slug))])
  }

  static func record(_ slug: String, pk: String = "1") -> ResourceRecord {
    ResourceRecord(
      kind: "authentik_flows.flow", primaryKey: .string(pk), origin: .created, source: "b.yaml", entryID: "x",
      identifiers: ["slug": .string(slug)], dependencies: [address("other")],
      applied: ["title": "T", "n": nil])
  }

  static func state(serial: Int = 3, _ slugs: String...) -> StateSnapshot {
    var state = StateSnapshot(serial: serial, lineage: "lineage", server: "https://a.example")
    for slug in slugs { state.resources[address(slug)] = record(slug) }
    return state
  }

  static func intent(_ slug: String) -> Intent {
    Intent(address: address(slug), action: .create, kind: "authentik_flows.flow", hasUniqueKey: true)
  }
}
