package import Catalog
package import Exporting
import LiveReading
package import Model
import OrderedCollections
import Remote

/// Reads the objects of an export from a server, and the objects they refer to.
package struct ExportOperation: Sendable {
  /// The objects, and what could not be read.
  package struct Objects: Sendable {
    package let graph: ExportGraph
    package let diagnostics: [Diagnostic]
  }

  let session: ServerSession
  let reader: LiveReader

  let keepsDefaults: Bool

  /// With `keepsDefaults`, fields are written even if a create sets the same value by itself.
  package init(_ session: ServerSession, keepsDefaults: Bool = false) {
    self.session = session
    self.keepsDefaults = keepsDefaults
    reader = LiveReader(session.api, catalog: session.catalog, parallelism: session.parallelism)
  }

  /// The export of some flows, or of everything, as one blueprint. Its diagnostics name what could not be read.
  package func run(flows: [String]) async throws -> (exporter: Exporter, diagnostics: [Diagnostic]) {
    let objects = try await read(flows.isEmpty ? .everything : .flows(flows), flows: flows)
    let exporter = Exporter(objects.graph, style: style())
    return (exporter, objects.diagnostics + exporter.diagnostics)
  }

  /// The style of entries. A field that only one of the server's and the target's versions sets by itself is written.
  package func style(for target: Catalog? = nil) -> EntryStyle {
    guard !keepsDefaults else { return EntryStyle(leavingOut: []) }
    let versions = [session.catalog.version] + [target?.version].compactMap(\.self)
    return EntryStyle(leavingOut: versions.map { CreateDefaults(nearestTo: $0) })
  }

  /// Reads the objects of a scope. `flows` and `applications` are the slugs that must exist.
  package func read(
    _ scope: ExportScope, flows: [String] = [], applications: [String] = []
  ) async throws -> Objects {
    var wanted = scope.models(session.catalog)
    var gathered = GatheredObjects()
    while true {
      _ = try await gathered.read(wanted, reader)
      try refuseUnknown(flows, "authentik_flows.flow", among: gathered.sorted)
      try refuseUnknown(applications, "authentik_core.application", among: gathered.sorted)
      let graph = ExportGraph(gathered.sorted, scope: scope)
      wanted = graph.missing
      guard gathered.lacks(wanted) else { return Objects(graph: graph, diagnostics: gathered.warnings) }
    }
  }

  private func refuseUnknown(
    _ wanted: [String], _ model: String, among objects: [ExportedObject]
  ) throws(OperationError) {
    guard !wanted.isEmpty else { return }
    let slugs = objects.filter { $0.kind.model == model }.compactMap { $0.fields["slug"]?.string }
    guard let unknown = wanted.first(where: { !slugs.contains($0) }) else { return }
    let advice = ", or the token may not view it"
    guard model != "authentik_flows.flow" else {
      throw OperationError.noFlow(unknown, of: "the server has", or: advice, slugs)
    }
    throw OperationError(
      .failed,
      "the server has no application `\(unknown)`\(Suggestion.hint(for: unknown, among: slugs))\(advice)")
  }
}
