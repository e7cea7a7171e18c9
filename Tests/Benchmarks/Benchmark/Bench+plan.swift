import Foundation

extension Bench {
  /// Measures plans without changes, against a server that has all objects.
  func plan() throws -> [Measurement] {
    try planOfFlows() + planOfMixedSet()
  }

  private func planOfFlows() throws -> [Measurement] {
    let count = 10_000
    _ = try write(Flows(count: count).blueprint, "flows.yaml")
    _ = try write(Flows(count: 1).blueprint, "one.yaml")
    let replay = try Replay(["--flows", "\(count)"])
    // The first apply adopts the objects into the state.
    _ = try MeasuredProcess.best(
      of: 1, [flowform, "apply", "--yes", "flows.yaml"], in: folder, environment: server(replay))
    _ = try replay.counts()
    let run = try MeasuredProcess.best(
      of: 5, [flowform, "plan", "--detailed-exitcode", "flows.yaml"], in: folder, environment: server(replay),
      before: { _ = try replay.counts() })
    let requests = try replay.counts()
    let pages = requests["GET /api/v3\(Flows.path)"] ?? 0
    let others = requests.values.reduce(0, +) - pages
    let one = try MeasuredProcess.best(
      of: 3, [flowform, "plan", "--state", "one.state.json", "one.yaml"], in: folder,
      environment: server(replay), before: { _ = try replay.counts() })
    let forOne = try replay.counts()["GET /api/v3\(Flows.path)"] ?? 0
    try replay.stop()
    try remove("flowform.state.json", "flowform.state.json.backup", "flows.yaml")
    return [
      .atMost(
        "plan without changes of 10,000 flows: pages of the list", Double(pages), limit: Double(count / 100),
        digits: 0, "and \(others) others"),
      .atMost("… its other requests", Double(others), limit: 5, digits: 0, "version, blueprint instances"),
      .atMost(
        "… flowform's own CPU for 1,000 objects", run.cpu * 1000 / Double(count) * 1000, limit: 60,
        unit: " ms", digits: 1, "\(run.wall.text(2)) s in all"),
      .atMost(
        "plan of one entry against 10,000 of its kind: requests of the list", Double(forOne), limit: 1,
        digits: 0, "\((one.wall * 1000).text(0)) ms"),
    ]
  }

  private func planOfMixedSet() throws -> [Measurement] {
    let set = MixedSet(groups: 667)
    _ = try write(set.blueprint, "set.yaml")
    let replay = try Replay(["--groups", "667"])
    let run = try MeasuredProcess.best(
      of: 3, [flowform, "plan", "set.yaml"], in: folder, environment: server(replay),
      before: { _ = try replay.counts() })
    let requests = try replay.counts()
    try replay.stop()
    try remove("set.yaml")
    guard run.output.contains("no changes") else {
      throw BenchmarkError("the plan of the mixed set has changes: \(run.output.suffix(500))")
    }
    let lists = set.objects.mapValues { ($0.count + ReplayData.pageSize - 1) / ReplayData.pageSize }
    let wanted = lists.values.reduce(0, +)
    let pages = lists.keys.reduce(0) { $0 + (requests["GET /api/v3\($1)"] ?? 0) }
    return [
      .atMost(
        "plan of the mixed set, \(set.count) objects: pages of its \(lists.count) lists", Double(pages),
        limit: Double(wanted), digits: 0, "\(run.wall.text(2)) s, CPU \(run.cpu.text(2)) s")
    ]
  }
}
