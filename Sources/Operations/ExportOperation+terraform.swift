import Catalog
package import Exporting
import LiveReading
package import Model
import OrderedCollections
import Remote

extension ExportOperation {
  /// Exports exactly the objects that Terraform's state names; their values come from the server. `file` is the name
  /// of the state in messages.
  package func run(
    _ state: TerraformState, file: String
  ) async throws -> (exporter: Exporter, diagnostics: [Diagnostic]) {
    let reader = LiveReader(session.api, catalog: session.catalog, parallelism: session.parallelism)
    var gathered = GatheredObjects()
    let unread = try await gather(state, reader, into: &gathered)
    let selection = TerraformSelection(
      state, catalog: session.catalog, objects: gathered.sorted, unread: unread)
    guard !selection.isOfAnotherServer else {
      throw OperationError(
        .failed,
        "none of the objects of \(file) is on this server (\(session.name)); pass the server that Terraform manages with --url"
      )
    }
    let scope = ExportScope.these(Set(selection.names.keys))
    while true {
      let exporter = Exporter(
        gathered.sorted, scope: scope,
        defaults: keepsDefaults ? nil : CreateDefaults(nearestTo: session.catalog.version),
        names: selection.names)
      guard try await gathered.read(exporter.missing, reader) else {
        return (
          exporter, gathered.warnings + selection.diagnostics + state.notes + exporter.diagnostics
        )
      }
    }
  }

  /// Reads the objects of the resources, several kinds at once. Returns the models that the token may not view.
  private func gather(
    _ state: TerraformState, _ reader: LiveReader, into gathered: inout GatheredObjects
  ) async throws -> Set<String> {
    var keys: OrderedDictionary<String, [LiveReader.ObjectKey]> = [:]
    for resource in state.resources {
      guard case .kind(let model) = TerraformTypes.counterpart(of: resource.type) else { continue }
      keys[model, default: []].append(
        LiveReader.ObjectKey(detail: resource.key, primary: resource.attributes["uuid"]?.string))
    }
    let wanted = keys.compactMap { model, keys in session.catalog.kind(model).map { ($0, keys) } }
    let read = try await concurrently(wanted, limit: session.parallelism) { kind, keys in
      (
        kind,
        try await reader.objects(of: kind, at: keys) { kind, fields in
          ExportedObject(kind: kind, fields: fields).hasUniqueName
        }
      )
    }
    var unread: Set<String> = []
    for (kind, found) in read {
      guard let found else {
        gathered.noteLacking(kind.permission("view"))
        gathered.noteWhole(kind.model)
        unread.insert(kind.model)
        continue
      }
      gathered.add(found.objects.map { ExportedObject(kind: kind, fields: $0) })
      if found.isWhole { gathered.noteWhole(kind.model) }
    }
    return unread
  }
}
