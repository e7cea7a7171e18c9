import Foundation
package import Testing

/// The recordings and documents of real servers beside the project, in `../shared`.
package enum SharedMaterial {
  package static let path = ProjectRoot.url.deletingLastPathComponent().appending(path: "shared").path

  package static var isPresent: Bool { FileManager.default.fileExists(atPath: path) }

  /// The versions of authentik with documents and shipped blueprints there.
  package static let versions = [
    "2024.8", "2024.10", "2024.12", "2025.2", "2025.4", "2025.6", "2025.8", "2025.10", "2025.12", "2026.2",
    "2026.5",
  ]

  package static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path + "/" + name)))
  }

  /// The sorted paths of all files below a directory with an ending.
  package static func files(below directory: String, ending: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: path + "/" + directory)?.compactMap { $0 as? String }
    return (names ?? []).filter { $0.hasSuffix(ending) }.sorted().map { "\(directory)/\($0)" }
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips a test if the recordings and documents of real servers are missing.
  package static var needsSharedMaterial: Self {
    .enabled(
      if: SharedMaterial.isPresent,
      "needs the documents and recordings of real servers in ../shared, which are not part of the project")
  }
}
