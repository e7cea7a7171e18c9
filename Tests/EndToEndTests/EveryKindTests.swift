import Catalog
import EndToEndSupport
import Foundation
import Model
import OperationsSupport
import OrderedCollections
import Sandbox
import TestSupport
import Testing

/// authentik's own blueprints, unchanged, with all their kinds of object.
@Suite(.needsSharedMaterial)
struct EveryKindTests {
  private static func files(_ version: String, _ folders: [String]) -> [String] {
    folders.flatMap { folder in
      SharedMaterial.files(below: "authentik/\(version)/blueprints/\(folder)", ending: ".yaml")
        .map { SharedMaterial.path + "/" + $0 }
    }
  }

  /// The plan of files on a server with the objects of a recorded server.
  private static func plan(
    _ files: [String], on workspace: Workspace, holding recording: String, _ version: EmbeddedCatalog
  ) async throws -> (FlowformProcess.Finished, changes: [Value]) {
    let catalog = try version.configuration.version.load()
    for name in SharedMaterial.files(below: "recordings/\(recording)", ending: ".json") {
      let list = try JSONReader.read(SharedMaterial.bytes(name))
      let model = list["model"]?.string ?? ""
      guard catalog.kind(model) != nil else { continue }
      try await workspace.sandbox.add(list["results"]?.list ?? [], model: model)
    }
    // No list contains the permissions of a role, so they are granted as the server had granted them.
    let granted = try await workspace.flowform.run(
      ["apply", "--yes", "--only", "authentik_rbac.role", "--state", "roles.json"] + files)
    #expect(granted.status == 0, "\(granted.error)")
    let plan = try await workspace.flowform.run(
      ["plan", "--detailed-exitcode", "--format", "json"] + files)
    return (plan, (try? JSONReader.read(plan.output))?["changes"]?.list ?? [])
  }

  private static func writes(_ changes: [Value]) -> [Value] {
    changes.filter { ["create", "update", "delete"].contains($0["action"]?.string) }
  }

  @Test func applyToAnEmptyServerAndAreThenDone() async throws {
    let files = Self.files("2026.5", ["default", "system", "example"])
    try await Workspace.with { workspace in
      let apply = try await workspace.flowform.run(["apply", "--yes", "--format", "json"] + files)
      #expect(apply.status == 0, "\(apply.error)\n\(apply.output.suffix(3000))")
      let summary = try JSONReader.read(String(apply.output.split(separator: "\n").last ?? ""))
      #expect(summary["created"]?.integer ?? 0 > 150)
      #expect(summary["failed"] == 0)
      let trace = try workspace.trace()
      workspace.sandbox.requests.reset()
      let plan = try await workspace.flowform.run(
        ["plan", "--detailed-exitcode", "--format", "json"] + files)
      #expect(plan.status == 0, "\(plan.error)\n\(plan.output.prefix(6000))")
      let again = try await workspace.flowform.run(["apply", "--yes"] + files)
      #expect(again.status == 0)
      #expect(workspace.writes.isEmpty)
      #expect(try workspace.trace() == trace)
    }
  }

  @Test(arguments: [("2026.5", EmbeddedCatalog.v2026_5_rc1), ("2024.8", .v2024_8)])
  func areNoChangeForAServerThatHasAppliedThemItself(
    _ version: String, _ embedded: EmbeddedCatalog
  ) async throws {
    let files = Self.files(version, ["default", "system"])
    try await Workspace.with(embedded.configuration) { workspace in
      let (plan, changes) = try await Self.plan(files, on: workspace, holding: "\(version)/live", embedded)
      let writes = Self.writes(changes)
      #expect(plan.status == 0, "\(plan.error)\n\(JSONWriter.write(.list(writes), style: .pretty))")
    }
  }

  /// The same blueprints were applied by authentik's own importer on a real server. The fields that the entries declare
  /// are compared.
  @Test func makeWhatTheServersOwnImporterMakes() async throws {
    let files = Self.files("2026.5", ["default", "system", "example"])
    try await Workspace.with { workspace in
      let (plan, changes) = try await Self.plan(
        files, on: workspace, holding: "2026.5/live-with-examples", .v2026_5_rc1)
      let writes = Self.writes(changes)
      // A secret that the server never returns is written once if the state does not know it.
      let seen = writes.filter { change in
        !(change["fields"]?.list ?? []).allSatisfy {
          $0["after"] == ["secret": true] && $0["before"] == .null
        }
      }
      #expect(plan.status == 2, "\(plan.error)")
      #expect(seen.isEmpty, "\(JSONWriter.write(.list(seen), style: .pretty))")
      #expect(writes.count == 1)
      #expect(changes.count > 200)
    }
  }
}
