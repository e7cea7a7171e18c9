import Catalog
import Model
import OrderedCollections
package import Planning
package import Remote

extension LiveReader {
  /// With more unknown keys of one model, its list is read instead of single objects.
  private static let mostSingleObjects = 3

  /// The plan with names for the keys in its changed fields; a key that cannot be read stays.
  package func withNames(
    _ plan: Plan, _ liveObjects: [String: LiveObjects]
  ) async throws(APIError) -> Plan {
    var names = plan.names
    for (model, found) in liveObjects {
      guard case .objects(let objects) = found, let kind = catalog.kind(model) else { continue }
      for object in objects { names.add(object, as: kind) }
    }
    let unnamed = Array(plan.unnamedKeys(names, catalog: catalog))
    let found = try await concurrently(unnamed, limit: parallelism) { model, keys in
      (model, try await named(model, keys))
    }
    for (model, objects) in found {
      for object in objects {
        let own = object["meta_model_name"]?.string.flatMap(catalog.kind)
        if let kind = own ?? BaseKinds.kind(model, in: catalog) { names.add(object, as: kind) }
      }
    }
    return plan.naming(names, catalog: catalog)
  }

  /// The objects with these keys; a missing name must not fail the plan.
  private func named(_ model: String, _ keys: Set<Value>) async throws(APIError) -> [Value] {
    if let list = lists[model] { return list }
    guard let kind = BaseKinds.kind(model, in: catalog) else { return [] }
    do throws(APIError) {
      guard keys.count <= Self.mostSingleObjects, kind.retrievesByPrimaryKey else {
        return try await api.list(kind)
      }
      return try await concurrently(Array(keys), limit: parallelism) { key in
        guard let text = Coercion.text(key) else { return nil }
        return try await api.retrieve(kind, key: text)
      }.compactMap { $0 }
    } catch .unreachable(let reason) {
      throw .unreachable(reason)
    } catch .refusedToken(let detail) {
      throw .refusedToken(detail)
    } catch {
      return []
    }
  }
}
