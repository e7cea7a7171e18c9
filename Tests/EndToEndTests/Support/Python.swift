import Foundation
import Subprocess

/// Programs for Python from PyPI, which the tests need and nobody else.
enum Python {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Runs `python3`, which must succeed. `need` says who needs it, if it does not.
  static func run(_ arguments: [String], need: String) async throws {
    let ended = try await Subprocess.run(
      .name("python3"), arguments: Arguments(arguments), output: .string(limit: 1 << 16),
      error: .string(limit: 1 << 16))
    guard ended.terminationStatus.isSuccess else {
      throw Failure(
        description:
          "\(need) from PyPI, and `python3 \(arguments.joined(separator: " "))` failed; install python3-pip and check the connection: \(ended.standardError)"
      )
    }
  }

  /// A folder made once and kept for the next run.
  static func cached(_ name: String, _ make: (_ folder: URL) async throws -> Void) async throws -> URL {
    let temporary = FileManager.default.temporaryDirectory
    let cache = temporary.appending(path: "flowform-tests-\(name)")
    if FileManager.default.fileExists(atPath: cache.path) { return cache }
    let folder = temporary.appending(path: "flowform-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await make(folder)
    // Another test process may have been faster.
    try? FileManager.default.moveItem(at: folder, to: cache)
    return cache
  }
}
