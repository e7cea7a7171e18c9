package import Catalog
package import Model
import OrderedCollections
import Planning
package import Remote

/// All objects of some kinds.
package struct ReadObjects: Sendable {
  package var objects: [(kind: Kind, fields: ValueMap)] = []
  /// The missing permissions, if kinds could not be read.
  package var lacking: [String] = []
}

extension LiveReader {
  /// Reads every object of these models, or of the kinds below a base class that have any.
  package func objects(of models: Set<String>) async throws(APIError) -> ReadObjects {
    var result = ReadObjects()
    var kinds: OrderedDictionary<String, Kind> = [:]
    for model in models.sorted() {
      do throws(APIError) {
        for kind in try await self.kinds(below: model) { kinds[kind.model] = kind }
      } catch APIError.notPermitted(let permission) {
        result.lacking.append(permission)
      }
    }
    let read = try await concurrently(Array(kinds.values), limit: parallelism) { try await listing(of: $0) }
    for listing in read {
      guard let objects = listing.objects else {
        result.lacking.append(listing.kind.permission("view"))
        continue
      }
      result.objects += objects.compactMap { object in object.map.map { (listing.kind, $0) } }
    }
    result.objects.sort { $0.kind.model < $1.kind.model }
    return result
  }

  private struct Listing: Sendable {
    let kind: Kind
    /// Nil if the token may not read them.
    let objects: [Value]?
  }

  private func listing(of kind: Kind) async throws(APIError) -> Listing {
    do throws(APIError) {
      let objects = try await api.list(kind)
      lists[kind.model] = objects
      guard kind.model == "authentik_rbac.role" else { return Listing(kind: kind, objects: objects) }
      return Listing(
        kind: kind,
        objects: try await concurrently(objects, limit: parallelism) { await withPermissions($0, kind) })
    } catch APIError.notPermitted {
      return Listing(kind: kind, objects: nil)
    } catch APIError.notFound {
      // A setting may turn a kind off.
      return Listing(kind: kind, objects: [])
    }
  }

  /// The role's own answer does not hold its permissions.
  func withPermissions(_ role: Value, _ kind: Kind) async -> Value {
    guard case .map(var fields) = role, let key = Coercion.text(role[kind.primaryKey] ?? .null),
      let permissions = await permissions(ofRole: key)
    else { return role }
    fields["permissions"] = .list(permissions.sorted { ($0.string ?? "") < ($1.string ?? "") })
    return .map(fields)
  }

  /// The kind of a model; for a base class, the kinds that its list names.
  private func kinds(below model: String) async throws(APIError) -> [Kind] {
    if let kind = catalog.kind(model) { return kind.canList ? [kind] : [] }
    if let suffix = Self.withoutList[model] {
      return catalog.kinds.filter { $0.model.hasSuffix(suffix) && $0.canList }
    }
    if model == Self.policyTarget {
      return catalog.kinds.filter { kind in
        kind.canList
          && (Self.otherTargets.contains(kind.model)
            || Self.targetFields.contains { kind.field($0) != nil })
      }
    }
    guard let base = BaseKinds.kind(model, in: catalog) else { return [] }
    let models = Set(try await api.list(base).compactMap { $0["meta_model_name"]?.string })
    return models.sorted().compactMap(catalog.kind)
  }

  /// The base class of all objects that policies can be bound to. It has no list.
  private static let policyTarget = "authentik_policies.policybindingmodel"

  /// Fields of the kinds below it, and the kinds that have none of them.
  private static let targetFields = ["policy_engine_mode", "policybindingmodel_ptr_id", "pbm_uuid"]
  private static let otherTargets = ["authentik_events.notificationrule", "authentik_providers_rac.endpoint"]

  /// Base classes that fields refer to and that have no list, by the suffix of their kinds' names.
  private static let withoutList = [
    "authentik_endpoints.connector": "connector",
    "authentik_outposts.outpostserviceconnection": "serviceconnection",
  ]
}
