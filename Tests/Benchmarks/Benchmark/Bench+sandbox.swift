import Foundation

extension Bench {
  /// Measures how fast the embedded server answers a bare client.
  func sandbox() throws -> [Measurement] {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: flowform)
    process.arguments = ["sandbox", "--port", "0", "--data", ":memory:"]
    process.standardOutput = output
    try process.run()
    defer {
      process.terminate()
      process.waitUntilExit()
    }
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard let url = line.split(whereSeparator: \.isWhitespace).last(where: { $0.hasPrefix("http") }) else {
      throw BenchmarkError("the sandbox did not say where it listens: \(line)")
    }
    let count = 5_000
    func rate(_ options: String...) throws -> Double {
      let run = try MeasuredProcess.best(
        of: 1,
        [
          Self.itself, "post", "--url", String(url), "--count", "\(count)", "--token",
          "sandbox-admin",
        ]
          + options, in: folder)
      return Double(count) / run.wall
    }
    let creates = try rate()
    let reads = try rate("--read")
    return [
      .atLeast(
        "the sandbox: creates a second", creates, limit: 1_000, digits: 0, "the client's time included"),
      .atLeast("the sandbox: reads a second", reads, limit: 2_000, digits: 0, "single flows"),
    ]
  }
}
