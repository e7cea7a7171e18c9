import Foundation

/// axe-core, which checks pages for people with disabilities. PyPI carries it inside a package for Python, so the tests
/// need no other package manager. It is downloaded once, and kept for the next run.
enum AccessibilityRules {
  private static let package = "axe-playwright-python==0.1.8"
  private static let file = "axe_playwright_python/axe.min.js"

  /// The program's text, which a page runs.
  static func text() async throws -> String { try await loading.value }

  private static let loading = Task { try await load() }

  private static func load() async throws -> String {
    let need = "the accessibility check needs \(package)"
    let folder = try await Python.cached(package) { folder in
      try await Python.run(
        ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder.path, package], need: need)
      let wheels = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
        $0.hasSuffix(".whl")
      }
      guard let wheel = wheels.first else {
        throw Python.Failure(description: "pip downloaded no wheel of \(package)")
      }
      try await Python.run(
        ["-m", "zipfile", "--extract", folder.appending(path: wheel).path, folder.path], need: need)
    }
    return try String(contentsOf: folder.appending(path: file), encoding: .utf8)
  }
}
