import Catalog
import EndToEndSupport
import Model
import OperationsSupport
import OrderedCollections
import Sandbox
import Testing

/// `flowform export` of every kind, with empty and false values. A server accepts the exported objects again.
struct ExportOfEveryKindTests {
  @Test(arguments: [EmbeddedCatalog.v2024_8, .v2026_5_rc1], [false, true])
  func whatIsExportedIsTakenBackAndExportedAgain(_ version: EmbeddedCatalog, flag: Bool) async throws {
    let catalog = try version.configuration.version.load()
    let (first, shipped) = try await Workspace.with(version.configuration) { workspace in
      let kinds = ServedKinds(catalog, version.configuration.version)
      let made = try await EdgeObjects(workspace: workspace, kinds: kinds, flag: flag).fill()
      #expect(made.count == (version == .v2024_8 ? 69 : 97), "\(made.count)")
      let export = try await workspace.flowform("export")
      #expect(export.status == 0, "\(export.error)")
      return (export.output, try await ShippedMappings.all(on: workspace))
    }
    #expect(first.split(separator: "\n").count { $0.contains("- model:") } > 60)
    try await Workspace.with(version.configuration) { workspace in
      var flowform = workspace.flowform
      flowform.variables.merge(ExportedSecrets.variables(of: first)) { $1 }
      try await ShippedMappings.add(shipped, to: workspace)
      try workspace.write(ExportedSecrets.filled(first, catalog))
      let apply = try await flowform("apply", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      let plan = try await flowform("plan", "--detailed-exitcode")
      #expect(plan.status == 0, "\(plan.output)\(plan.error)")
      let second = try await flowform("export")
      #expect(ExportedSecrets.linesWithout(second.output) == ExportedSecrets.linesWithout(first))
    }
  }
}
