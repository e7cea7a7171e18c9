import Catalog
import EndToEndSupport
import Foundation
import Model
import OperationsSupport
import OrderedCollections
import Remote
import Sandbox
import Subprocess
import SystemPackage
import Testing

/// The blueprints that authentik ships, version by version. Without the documents beside the project, these tests are skipped.
struct ShippedBlueprintTests {
  private static let shared = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/authentik")

  private static var isThere: Bool { FileManager.default.fileExists(atPath: shared.path) }

  private func files(_ version: String) throws -> [String] {
    let folder = Self.shared.appending(path: "\(version)/blueprints").path
    return try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
      .filter { $0.hasSuffix(".yaml") }.map { folder + "/" + $0 }
  }

  /// The documents of 2026.5 are those of its release candidate.
  private static let versions = EmbeddedCatalog.all.filter { !["2026.5", "2026.8"].contains($0.name) }

  @Test(.enabled("needs authentik's own blueprints at ../shared/authentik") { isThere }, arguments: versions)
  func areAppliedAndThenUnchanged(_ version: EmbeddedCatalog) async throws {
    let files = try files(version.family)
    try await Workspace.with(version.configuration) { workspace in
      let validate = try await workspace.flowform.run(["validate", "--server-version", version.name] + files)
      #expect(
        validate.status == 0, "\(validate.error.split(separator: "\n").filter { $0.contains("error:") })")
      let apply = try await workspace.flowform.run(["apply", "--yes"] + files)
      #expect(apply.status == 0, "\(apply.error)")
      #expect(try await workspace.flowCount() >= 14)
      let again = try await workspace.flowform.run(["plan", "--detailed-exitcode"] + files)
      #expect(again.status == 0, "\(again.output)")
      let flows = try await workspace.flowform.run(
        ["plan", "--detailed-exitcode", "--only", "authentik_flows.flow"] + files)
      #expect(flows.status == 0, "\(flows.output)")
    }
  }
}
