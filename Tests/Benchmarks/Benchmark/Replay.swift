import Foundation

/// A replay server in a process of its own.
final class Replay {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  let url: String

  init(_ arguments: [String]) throws {
    process.executableURL = URL(filePath: Bench.itself)
    process.arguments = ["replay"] + arguments
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    url = "http://127.0.0.1:\(try Self.line(output))"
  }

  /// The number of requests per path since the last call.
  func counts() throws -> [String: Int] {
    try input.fileHandleForWriting.write(contentsOf: Data("counts\n".utf8))
    let pairs = try Self.line(output).split(separator: "\t").map { $0.split(separator: " ") }
    return Dictionary(uniqueKeysWithValues: pairs.map { ("\($0[0]) \($0[1])", Int($0[2]) ?? 0) })
  }

  func stop() throws {
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  private static func line(_ pipe: Pipe) throws -> String {
    var bytes: [UInt8] = []
    while let byte = try pipe.fileHandleForReading.read(upToCount: 1)?.first {
      if byte == 0x0A { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
    }
    throw BenchmarkError("the replay server ended")
  }
}
