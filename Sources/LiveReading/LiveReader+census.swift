package import Catalog
package import Model
import OrderedCollections
package import Remote

/// All objects of some kinds, and how many there are of others.
package struct Census: Sendable {
  /// By model; a kind that the token may not view is missing.
  package var objects: [String: [Value]] = [:]
  /// The numbers of objects of kinds whose lists were not read to the end.
  package var counts: [String: Int] = [:]
  /// The missing permissions.
  package var lacking: [String] = []
}

extension LiveReader {
  /// Reads the list of each of these kinds once, and keeps it for later questions.
  package func census(of kinds: [Kind]) async throws(APIError) -> Census {
    let read = try await concurrently(kinds.filter(\.canList), limit: parallelism) { kind in
      (kind, try await answered(none: []) { () async throws(APIError) in try await self.list(of: kind) })
    }
    var census = Census()
    for (kind, objects) in read {
      if let objects {
        census.objects[kind.model] = objects
      } else {
        census.lacking.append(kind.permission("view"))
      }
    }
    return census
  }

  /// Counts the objects of each of these kinds, by one page.
  package func counts(of kinds: [Kind]) async throws(APIError) -> Census {
    let read = try await concurrently(kinds.filter(\.canList), limit: parallelism) { kind in
      (kind, try await answered(none: 0) { () async throws(APIError) in try await self.count(of: kind) })
    }
    var census = Census()
    for (kind, count) in read {
      if let count {
        census.counts[kind.model] = count
      } else {
        census.lacking.append(kind.permission("view"))
      }
    }
    return census
  }

  /// The lists that were read whole, by model.
  package var wholeLists: [String: [Value]] { lists.all }

  private func list(of kind: Kind) async throws(APIError) -> [Value] {
    if let list = lists[kind.model] { return list }
    let list = try await api.list(kind)
    lists[kind.model] = list
    return list
  }

  private func count(of kind: Kind) async throws(APIError) -> Int {
    if let list = lists[kind.model] { return list.count }
    let page = try await api.firstPage(kind)
    return page.pageCount > 1 ? page.totalCount ?? page.objects.count : page.objects.count
  }

  /// Nil if the token may not view the kind. A setting may turn a kind off: then there are no objects.
  private func answered<Answer>(
    none: Answer, _ read: () async throws(APIError) -> Answer
  ) async throws(APIError) -> Answer? {
    do throws(APIError) { return try await read() } catch .notPermitted { return nil } catch .notFound {
      return none
    }
  }
}
