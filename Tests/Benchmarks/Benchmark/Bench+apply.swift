import Foundation
import Model
import OrderedCollections
import State

extension Bench {
  /// Measures an apply that creates all objects, against a bare client that posts the same bodies.
  func apply() async throws -> [Measurement] {
    let count = 10_000
    _ = try write(Flows(count: count).blueprint, "flows.yaml")
    let replay = try Replay([])
    let state = "flowform.state.json"
    var requests: [String: Int] = [:]
    let runs = try MeasuredProcess.best(
      of: 5,
      alternating: [
        .init(
          arguments: [flowform, "apply", "--yes", "-q", "flows.yaml"], environment: server(replay),
          before: {
            try remove(state, "\(state).backup")
            _ = try replay.counts()
          }),
        .init(
          arguments: [Self.itself, "post", "--url", replay.url, "--count", "\(count)"],
          // The requests of the apply before it.
          before: { requests = try replay.counts() }),
      ], in: folder)
    let (run, bare) = (runs[0], runs[1])
    let creates = requests["POST /api/v3\(Flows.path)"] ?? 0
    let others = requests.values.reduce(0, +) - creates
    try replay.stop()
    try remove("flows.yaml", state, "\(state).backup")
    let keeping = try await journal(of: count, on: 0)
    let fewOnNone = try await journal(of: 2_000, on: 0)
    let fewOnMany = try await journal(of: 2_000, on: 100_000)
    return [
      .atMost(
        "apply of 10,000 creates: POSTs", Double(creates), limit: Double(count), digits: 0,
        "\(run.wall.text(2)) s"),
      .atMost("… its other requests", Double(others), limit: 6, digits: 0, "one page, and at most five"),
      .atMost(
        "… CPU, against a bare client", run.cpu / bare.cpu, limit: 2, unit: " ×",
        "\((run.cpu * 1000 / Double(count)).text(3)) ms an object, bare \((bare.cpu * 1000 / Double(count)).text(3)) ms"
      ),
      .atLeast(
        "… rate, against a bare client", bare.wall / run.wall, limit: 0.5, unit: " ×",
        "\((Double(count) / run.wall).text(0)) a second, bare \((Double(count) / bare.wall).text(0))"),
      .atMost(
        "… state and journal, of the wall time", keeping.all / run.wall * 100, limit: 15, unit: " %",
        digits: 1, "\((keeping.all * 1000).text(0)) ms by themselves"),
      .atMost(
        "the journal's cost of an object beside 100,000 others, against none",
        fewOnMany.entries / fewOnNone.entries, limit: 1.5, unit: " ×",
        "\((fewOnMany.entries / 2_000 * 1e6).text(0)) µs"),
    ]
  }

  /// The seconds that an apply of `count` objects spends on its journal and its state: the intent and record of each
  /// object, ten at a time, and then the state.
  private func journal(of count: Int, on others: Int) async throws -> (entries: Double, all: Double) {
    let store = StateStore(path: folder.appending(path: "journal.state.json").path)
    var before = StateSnapshot(lineage: "benchmark")
    for index in 0..<others {
      let (address, record) = Self.record(count + index)
      before.fold(.done(address, record))
    }
    var best = (entries: Double.infinity, all: Double.infinity)
    let clock = ContinuousClock()
    for _ in 0..<3 {
      try remove("journal.state.json", "journal.state.json.journal", "journal.state.json.backup")
      let start = clock.now
      let journal = try store.beginJournal(before)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<count {
          if index >= 10 { try await group.next() }
          group.addTask {
            let (address, record) = Self.record(index)
            try journal.write(
              .intent(
                Intent(address: address, action: .create, kind: address.model, hasUniqueKey: true)))
            journal.note(.done(address, record))
          }
        }
        try await group.waitForAll()
      }
      try await journal.finish()
      let entries = start.duration(to: clock.now) / .seconds(1)
      var after = before
      for index in 0..<count {
        let (address, record) = Self.record(index)
        after.fold(.done(address, record))
      }
      try store.commit(after, after: before)
      best = (min(best.entries, entries), min(best.all, start.duration(to: clock.now) / .seconds(1)))
    }
    return best
  }

  private static func record(_ index: Int) -> (ResourceAddress, ResourceRecord) {
    let slug = Value.string("tenant-\(index)-login")
    let model = "authentik_flows.flow"
    let record = ResourceRecord(
      kind: model, primaryKey: .string(ObjectKey.text(kind: 1, index)), origin: .created,
      source: "flows.yaml", entryID: nil, identifiers: ["slug": slug], dependencies: [],
      applied: [
        "slug": slug, "name": .string("Login of tenant \(index)"), "title": "Welcome", "layout": "stacked",
        "designation": "authentication", "policy_engine_mode": "any", "compatibility_mode": false,
        "denied_action": "message_continue", "authentication": "none", "background": "",
      ], secrets: [:])
    return (ResourceAddress(model: model, identifiers: [(key: "slug", value: slug)]), record)
  }
}
