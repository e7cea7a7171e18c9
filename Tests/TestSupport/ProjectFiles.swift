import Foundation
package import Model

/// The project's own files, for tests that compare them.
package enum ProjectFiles {
  package static func text(_ path: String) throws -> String {
    try String(contentsOf: ProjectRoot.url.appending(path: path), encoding: .utf8)
  }

  /// The example blueprints, sorted by name, without their tests.
  package static func blueprints() throws -> [SourceText] {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: ProjectRoot.url.appending(path: "blueprints").path)
    return try names.filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".flowtest.yaml") }.sorted().map {
      name in
      SourceText(file: "blueprints/\(name)", bytes: Array(try text("blueprints/\(name)").utf8))
    }
  }
}
