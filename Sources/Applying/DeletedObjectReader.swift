import Blueprints
import Catalog
import Model
import Planning
import Remote

/// Reads the objects that a delete takes away or changes in addition to its own object.
struct DeletedObjectReader: Sendable {
  let api: LiveAPI
  let catalog: Catalog

  /// The objects that refer to an object, with those that refer to them.
  func dependents(of key: String, _ kind: Kind) async throws(ChangeFailure) -> [DeletedObject] {
    do throws(APIError) {
      var seen: Set<Value> = []
      return try await dependents(of: key, kind, &seen)
    } catch {
      throw .refused("what depends on it cannot be read, so that a rollback could not restore it: \(error)")
    }
  }

  private func dependents(
    of key: String, _ kind: Kind, _ seen: inout Set<Value>
  ) async throws(APIError) -> [DeletedObject] {
    var found: [DeletedObject] = []
    for user in try await api.users(of: kind, key: key) where user.isDeleted || user.isCleared {
      guard seen.insert(user.primaryKey).inserted, let kind = catalog.kind(user.model),
        let object = try await object(kind, user.primaryKey)
      else { continue }
      found.append(
        DeletedObject(
          kind: kind, object: object,
          // What only loses its reference keeps its own dependents.
          dependents: user.isDeleted ? try await dependents(of: object, kind, &seen) : [],
          isCleared: user.isCleared))
    }
    return try await found + bindings(of: key, kind, &seen)
  }

  private func dependents(
    of object: Value, _ kind: Kind, _ seen: inout Set<Value>
  ) async throws(APIError) -> [DeletedObject] {
    guard let key = kind.detailField.flatMap({ object[$0].flatMap(Coercion.text) }) else { return [] }
    return try await dependents(of: key, kind, &seen)
  }

  /// The bindings of a policy: `used_by/` names the objects that they protect instead (recorded from both versions).
  private func bindings(
    of key: String, _ kind: Kind, _ seen: inout Set<Value>
  ) async throws(APIError) -> [DeletedObject] {
    guard BaseClass.covers("authentik_policies.policy", kind),
      let binding = catalog.kind("authentik_policies.policybinding")
    else { return [] }
    return try await api.list(binding, filters: [(name: "policy", value: key)])
      .filter { seen.insert($0[binding.primaryKey] ?? .null).inserted }
      .map { DeletedObject(kind: binding, object: $0) }
  }

  private func object(_ kind: Kind, _ primaryKey: Value) async throws(APIError) -> Value? {
    guard let key = Coercion.text(primaryKey) else { return nil }
    if kind.detailField == kind.primaryKey { return try await api.retrieve(kind, key: key) }
    return try await api.list(kind).first { Coercion.text($0[kind.primaryKey] ?? .null) == key }
  }
}
