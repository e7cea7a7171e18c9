import Catalog
package import Model
import OrderedCollections
import Planning
package import Remote

extension LiveReader {
  /// The keys that the server itself adds to lists of references, by model and field, for the named kinds.
  ///
  /// Empty if the token may not read them. Keys that the server adds are then a difference like any other.
  package func serverKeys(
    of models: Set<String>
  ) async throws(APIError) -> [String: [String: Set<Value>]] {
    var keys: [String: [String: Set<Value>]] = [:]
    for kind in models.sorted().compactMap(catalog.kind) {
      for field in kind.writableFields where !field.addedByServer.isEmpty {
        let names = Set(field.addedByServer)
        keys[kind.model, default: [:]][field.name] = Set(
          try await managedObjects(field.refersTo ?? Self.propertyMapping)
            .filter { $0["managed"]?.string.map(names.contains) ?? false }.compactMap { $0["pk"] })
      }
    }
    return keys
  }

  /// The base class of most objects that the server adds to lists.
  private static let propertyMapping = "authentik_core.propertymapping"

  /// The objects that the server itself maintains, of a kind or of those below a base class.
  private func managedObjects(_ model: String) async throws(APIError) -> [Value] {
    if let list = lists[model] { return list }
    guard let kind = BaseKinds.kind(model, in: catalog), kind.canList else { return [] }
    // The filter by names would be refused if the server did not know one of them.
    let filters = [(name: "managed__isnull", value: "false")]
    return try await readable { () async throws(APIError) in try await api.list(kind, filters: filters) }
      ?? []
  }
}
