import Foundation

extension Bench {
  /// Measures the start of the program.
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

  /// Measures `validate` on flows with a mistake in the last one, against libyaml's bare events.
  func validate() throws -> [Measurement] {
    func write(_ count: Int) throws -> (flows: Flows, bytes: Int) {
      let flows = Flows(count: count, hasMistake: true)
      return (flows, try self.write(flows.files, into: "\(count)"))
    }
    func expectMistake(_ run: MeasuredProcess, _ flows: Flows) throws {
      guard run.output.contains("\(flows.count)/\(flows.files.count - 1).yaml:\(flows.mistakeLine):") else {
        throw BenchmarkError("the mistake in line \(flows.mistakeLine) was not named: \(run.output)")
      }
    }
    let (few, many) = (try write(10_000), try write(100_000))
    let runs = try MeasuredProcess.best(
      of: 15,
      alternating: [
        .init(arguments: [flowform, "validate", "10000"], status: 1),
        .init(arguments: [yamlEvents, "10000/0.yaml"]),
      ], in: folder)
    let (small, floor) = (runs[0], runs[1])
    let large = try MeasuredProcess.best(of: 3, [flowform, "validate", "100000"], in: folder, status: 1)
    try expectMistake(small, few.flows)
    try expectMistake(large, many.flows)
    try remove("10000", "100000")
    return [
      .atMost(
        "`validate` of 10,000 flows, against the events of libyaml alone", small.wall / floor.wall,
        limit: 2.5, unit: " ×",
        "\((small.wall * 1000).text(0)) ms, events \((floor.wall * 1000).text(0)) ms, \((Double(few.bytes) / 1e6).text(1)) MB"
      ),
      .atMost(
        "growth from 10,000 to 100,000 flows", large.wall / small.wall, limit: 11, unit: " ×",
        "\(large.wall.text(2)) s"),
      .atMost(
        "peak memory at 100,000 flows, against the file's size",
        Double(large.memory) / Double(many.bytes), limit: 10, unit: " ×", digits: 1,
        "\((Double(large.memory) / 1e6).text(0)) MB, \((Double(many.bytes) / 1e6).text(0)) MB"),
    ]
  }
}
