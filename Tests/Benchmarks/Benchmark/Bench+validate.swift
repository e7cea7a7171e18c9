import Foundation

extension Bench {
  /// How long it takes until anything happens.
  func start() throws -> [Measurement] {
    _ = try write(Flows(count: 1).blueprint, "one.yaml")
    let floor = try MeasuredProcess.best(of: 30, ["true"], in: folder)
    let version = try MeasuredProcess.best(of: 30, [flowform, "--version"], in: folder)
    let validate = try MeasuredProcess.best(of: 30, [flowform, "validate", "one.yaml"], in: folder)
    func row(_ name: String, _ run: MeasuredProcess, _ limit: Double) -> Measurement {
      .atMost(
        name, (run.wall - floor.wall) * 1000, limit: limit, unit: " ms", digits: 1,
        "\((run.wall * 1000).text(1)) ms, `true` \((floor.wall * 1000).text(1)) ms")
    }
    return [
      row("`validate` of one entry, more than `true`", validate, 30),
      row("`--version`, more than `true`", version, 10),
    ]
  }

  /// `validate` of flows with a mistake in the last one, against libyaml's bare events.
  func validate() throws -> [Measurement] {
    func measure(_ count: Int, runs: Int) throws -> (run: MeasuredProcess, bytes: Int) {
      let flows = Flows(count: count, hasMistake: true)
      let bytes = try write(flows.files, into: "\(count)")
      let run = try MeasuredProcess.best(
        of: runs, [flowform, "validate", "\(count)"], in: folder, status: 1)
      guard run.output.contains("\(count)/\(flows.files.count - 1).yaml:\(flows.mistakeLine):") else {
        throw BenchmarkError("the mistake in line \(flows.mistakeLine) was not named: \(run.output)")
      }
      return (run, bytes)
    }
    let small = try measure(10_000, runs: 9)
    let floor = try MeasuredProcess.best(of: 9, [yamlEvents, "10000/0.yaml"], in: folder)
    let large = try measure(100_000, runs: 3)
    try remove("10000", "100000")
    return [
      .atMost(
        "`validate` of 10,000 flows, against the events of libyaml alone", small.run.wall / floor.wall,
        limit: 2.5, unit: " ×",
        "\((small.run.wall * 1000).text(0)) ms, events \((floor.wall * 1000).text(0)) ms, \((Double(small.bytes) / 1e6).text(1)) MB"
      ),
      .atMost(
        "growth from 10,000 to 100,000 flows", large.run.wall / small.run.wall, limit: 11, unit: " ×",
        "\(large.run.wall.text(2)) s"),
      .atMost(
        "peak memory at 100,000 flows, against the file's size",
        Double(large.run.memory) / Double(large.bytes), limit: 10, unit: " ×", digits: 1,
        "\((Double(large.run.memory) / 1e6).text(0)) MB, \((Double(large.bytes) / 1e6).text(0)) MB"),
    ]
  }
}
