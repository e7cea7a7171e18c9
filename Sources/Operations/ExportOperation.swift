import Catalog
package import Exporting
import LiveReading
package import Model
import OrderedCollections
import Remote

/// Reads the objects of an export from a server, and the objects they refer to.
package struct ExportOperation: Sendable {
  let session: ServerSession
  let keepsDefaults: Bool

  /// With `keepsDefaults`, fields are written even if a create sets the same value by itself.
  package init(_ session: ServerSession, keepsDefaults: Bool) {
    self.session = session
    self.keepsDefaults = keepsDefaults
  }

  /// The export; its diagnostics name what could not be read.
  package func run(flows: [String]) async throws -> (exporter: Exporter, diagnostics: [Diagnostic]) {
    let reader = LiveReader(session.api, catalog: session.catalog, parallelism: session.parallelism)
    let scope: ExportScope = flows.isEmpty ? .everything : .flows(flows)
    var wanted = Self.flowModels
    if flows.isEmpty {
      wanted = Set(session.catalog.kinds.filter { ExportScope.describes($0) }.map(\.model))
    }
    var gathered = GatheredObjects()
    _ = try await gathered.read(wanted, reader)
    if !flows.isEmpty { try refuseUnknown(flows, among: gathered.sorted) }
    while true {
      let exporter = Exporter(
        gathered.sorted, scope: scope,
        defaults: keepsDefaults ? nil : CreateDefaults(nearestTo: session.catalog.version))
      guard try await gathered.read(exporter.missing, reader) else {
        return (exporter, gathered.warnings + exporter.diagnostics)
      }
    }
  }

  private static let flowModels: Set<String> = [
    "authentik_flows.flow", "authentik_flows.flowstagebinding", "authentik_policies.policybinding",
  ]

  private func refuseUnknown(_ flows: [String], among objects: [ExportedObject]) throws(OperationError) {
    let slugs = objects.filter { $0.kind.model == "authentik_flows.flow" }
      .compactMap { $0.fields["slug"]?.string }
    guard let unknown = flows.first(where: { !slugs.contains($0) }) else { return }
    throw OperationError.noFlow(unknown, of: "the server has", or: ", or the token may not view it", slugs)
  }
}
