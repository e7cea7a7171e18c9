package import Catalog
import Model
import OrderedCollections
package import Planning
package import Remote

/// Reads the objects and facts that a plan needs from the server; writes nothing.
package struct LiveReader: Sendable {
  let api: LiveAPI
  let catalog: Catalog
  package let mode: ReadMode
  let lists = ReadLists()
  package let parallelism: Int

  package init(_ api: LiveAPI, catalog: Catalog, mode: ReadMode = .auto, parallelism: Int = 10) {
    self.api = api
    self.catalog = catalog
    self.mode = mode
    self.parallelism = max(1, parallelism)
  }

  /// The live objects of each kind that the targets name, several kinds at once.
  package func liveObjects(of targets: [LookupTarget]) async throws(APIError) -> [String: LiveObjects] {
    let byModel = OrderedDictionary(grouping: targets, by: \.model)
    let kinds = byModel.compactMap { model, targets in catalog.kind(model).map { ($0, targets) } }
    let found = try await concurrently(kinds, limit: kinds.count) { kind, targets in
      (kind.model, try await liveObjects(of: kind, targets))
    }
    return Dictionary(found) { $1 }
  }

  private func liveObjects(of kind: Kind, _ targets: [LookupTarget]) async throws(APIError) -> LiveObjects {
    guard mode != .probe else { return try await probe(kind, targets) }
    do throws(APIError) {
      let read = try await KindReader(api: api, kind: kind, parallelism: parallelism)
        .read(targets, known: lists[kind.model])
      if read.isWhole { lists[kind.model] = read.objects }
      return .objects(try await withPermissions(read.objects, kind, targets))
    } catch APIError.notPermitted(let permission) {
      guard mode == .auto else { throw APIError.notPermitted(permission) }
      return try await probe(kind, targets)
    }
  }

  private func probe(_ kind: Kind, _ targets: [LookupTarget]) async throws(APIError) -> LiveObjects {
    let verdicts = try await concurrently(targets.filter(\.isDesired), limit: parallelism) { target in
      (target.address, LiveObjects.Verdict(try await api.probe(kind, identifiers: target.identifiers)))
    }
    return .verdicts(Dictionary(verdicts) { $1 })
  }

  /// The plan with the objects that the server would delete by cascade.
  ///
  /// An object that the plan deletes itself is not counted again.
  package func withCascades(_ plan: Plan) async throws(APIError) -> Plan {
    let deletes = plan.changes.indices.filter { plan.changes[$0].action == .delete }
    let found = try await concurrently(deletes, limit: parallelism) { index in
      let change = plan.changes[index]
      guard let kind = catalog.kind(change.address.model), let key = change.detailKey else {
        return (index, [PlannedChange.Cascade]())
      }
      return (
        index,
        try await api.cascades(kind, key: key).map {
          PlannedChange.Cascade(model: $0.model, name: $0.name, primaryKey: $0.primaryKey)
        }
      )
    }
    var planned = Set(deletes.compactMap { plan.changes[$0].primaryKey })
    var result = plan
    for (index, cascades) in found {
      result.changes[index].cascades = cascades.filter { planned.insert($0.primaryKey).inserted }
    }
    return result
  }
}

extension LiveObjects.Verdict {
  fileprivate init(_ verdict: ProbeVerdict) {
    self =
      switch verdict {
      case .taken: .taken
      case .free: .free
      case .unknown(let reason): .unknown(reason: reason)
      }
  }
}
