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
      return (export.output, try await Self.shipped(on: workspace))
    }
    #expect(first.split(separator: "\n").count { $0.contains("- model:") } > 60)
    try await Workspace.with(version.configuration) { workspace in
      var flowform = workspace.flowform
      flowform.variables.merge(Self.variables(of: first)) { $1 }
      for mapping in shipped { _ = try await workspace.add(mapping, to: Self.mappings) }
      try workspace.write(Self.withSecrets(first, catalog))
      let apply = try await flowform("apply", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      let plan = try await flowform("plan", "--detailed-exitcode")
      #expect(plan.status == 0, "\(plan.output)\(plan.error)")
      let second = try await flowform("export")
      #expect(Self.lines(second.output) == Self.lines(first))
    }
  }

  private static let mappings = "/propertymappings/provider/scope/"

  /// The mappings that every real server ships. A new sandbox creates them when it first needs them.
  private static func shipped(on workspace: Workspace) async throws -> [Value] {
    try await workspace.objects(mappings).compactMap { object in
      guard object["managed"]?.string != nil, let fields = object.map else { return nil }
      let sent = ["managed", "name", "expression", "scope_name", "description"]
      return .map(fields.filter { sent.contains($0.key) })
    }
  }

  /// The lines without those about secrets: only the first server can have had them.
  private static func lines(_ export: String) -> [Substring] {
    export.split(separator: "\n").filter { !$0.contains("# ") }
  }

  /// Replaces the comment about a secret by the line that it suggests, if a create needs the secret.
  private static func withSecrets(_ export: String, _ catalog: Catalog) -> String {
    var kind: Kind?
    return export.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      if let model = line.firstMatch(of: /model: (\S+)/) { kind = catalog.kind(String(model.1)) }
      guard let secret = line.wholeMatch(of: /( *)# (\w+): (!Env \w+)  \(.*\)/),
        kind?.field(String(secret.2))?.isRequired == true
      else { return String(line) }
      return "\(secret.1)\(secret.2): \(secret.3)"
    }.joined(separator: "\n")
  }

  private static func variables(of export: String) -> [String: String] {
    Dictionary(export.matches(of: /!Env (\w+)/).map { (String($0.1), "a-secret") }) { $1 }
  }
}
