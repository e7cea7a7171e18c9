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

/// The flows that authentik ships. Without the documents beside the project, these tests are skipped.
struct ShippedBlueprintTests {
  private static let shared = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/authentik")

  private static var isThere: Bool { FileManager.default.fileExists(atPath: shared.path) }

  private func files(_ version: String) throws -> [String] {
    let folder = Self.shared.appending(path: "\(version)/blueprints").path
    return try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
      .filter { $0.hasSuffix(".yaml") }.map { folder + "/" + $0 }
  }

  @Test(
    .enabled("needs authentik's own blueprints at ../shared/authentik") { isThere },
    arguments: [("2024.8", EmbeddedVersion.v2024_8), ("2026.5", .v2026_5)])
  func theFlowsValidateAndPlan(_ version: String, _ embedded: EmbeddedVersion) async throws {
    let files = try files(version)
    try await Workspace.with(embedded.configuration) { workspace in
      let validate = try await workspace.flowform.run(["validate", "--server-version", version] + files)
      #expect(
        validate.status == 0, "\(validate.error.split(separator: "\n").filter { $0.contains("error:") })")
      let only = try await workspace.flowform.run(["plan", "--only", "authentik_flows.flow"] + files)
      #expect(only.status == 0, "\(only.error)")
      let apply = try await workspace.flowform.run(
        ["apply", "--yes", "--only", "authentik_flows.flow"] + files)
      #expect(apply.status == 0, "\(apply.error)")
      #expect(try await workspace.flowCount() >= 14)
      let again = try await workspace.flowform.run(
        ["plan", "--detailed-exitcode", "--only", "authentik_flows.flow"] + files)
      #expect(again.status == 0, "\(again.output)")
    }
  }
}
