import Blueprints
import Catalog
import Model
import Planning
import Remote

/// Reads the objects that a delete takes away or changes in addition to its own object.
struct DeletedObjectReader: Sendable {
  let api: LiveAPI
  let catalog: Catalog

  /// The objects that depend on an object.
  struct Dependents: Sendable {
    var objects: [DeletedObject] = []
    /// The names of those that cannot be created again.
    var lost: [String] = []
  }

  /// The objects that refer to an object, with those that refer to them.
  func dependents(of key: String, _ kind: Kind) async throws(ChangeFailure) -> Dependents {
    do throws(APIError) {
      var seen: Set<Seen> = []
      return try await dependents(of: key, kind, &seen)
    } catch {
      throw .refused("what depends on it cannot be read, so that a rollback could not restore it: \(error)")
    }
  }

  /// Integer keys repeat from kind to kind.
  private struct Seen: Hashable {
    let model: String
    let primaryKey: Value
  }

  private func dependents(
    of key: String, _ kind: Kind, _ seen: inout Set<Seen>
  ) async throws(APIError) -> Dependents {
    let users: [ObjectUser]
    // It may be gone already, together with another object.
    do throws(APIError) { users = try await api.users(of: kind, key: key) } catch .notFound {
      return Dependents()
    }
    var found = Dependents()
    // An object with two references may be listed as both.
    for user in users.filter(\.isDeleted) + users.filter(\.isCleared) {
      guard seen.insert(Seen(model: user.model, primaryKey: user.primaryKey)).inserted else { continue }
      guard let kind = catalog.kind(user.model), let object = try await object(kind, user.primaryKey) else {
        if user.isDeleted { found.lost.append("\(user.model) `\(user.name)`") }
        continue
      }
      // What only loses its reference keeps its own dependents.
      let own = user.isDeleted ? try await dependents(of: object, kind, &seen) : Dependents()
      found.objects.append(
        DeletedObject(
          kind: kind, object: object, dependents: own.objects, lost: own.lost, isCleared: !user.isDeleted))
    }
    found.objects += try await bindings(of: key, kind, &seen)
    return found
  }

  private func dependents(
    of object: Value, _ kind: Kind, _ seen: inout Set<Seen>
  ) async throws(APIError) -> Dependents {
    guard let key = kind.detailField.flatMap({ object[$0].flatMap(Coercion.text) }) else {
      return Dependents()
    }
    return try await dependents(of: key, kind, &seen)
  }

  /// The bindings of a policy: `used_by/` names the objects that they protect instead (recorded from both versions).
  private func bindings(
    of key: String, _ kind: Kind, _ seen: inout Set<Seen>
  ) async throws(APIError) -> [DeletedObject] {
    guard BaseClass.covers("authentik_policies.policy", kind),
      let binding = catalog.kind("authentik_policies.policybinding")
    else { return [] }
    return try await api.list(binding, filters: [(name: "policy", value: key)])
      .filter {
        seen.insert(Seen(model: binding.model, primaryKey: $0[binding.primaryKey] ?? .null)).inserted
      }
      .map { DeletedObject(kind: binding, object: $0) }
  }

  private func object(_ kind: Kind, _ primaryKey: Value) async throws(APIError) -> Value? {
    guard let key = Coercion.text(primaryKey) else { return nil }
    if kind.detailField == kind.primaryKey { return try await api.retrieve(kind, key: key) }
    return try await api.list(kind).first { Coercion.text($0[kind.primaryKey] ?? .null) == key }
  }
}
