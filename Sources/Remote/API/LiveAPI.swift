package import Catalog
package import Model
import OrderedCollections

/// authentik's API in terms of kinds and objects. The instances that hold flowform's own state are left out.
package struct LiveAPI: Sendable {
  /// The maximum number of pages of a list; a million objects have this many, with 100 each.
  package static let pageLimit = 10_000

  package let client: APIClient
  /// How many pages of a list are read at once.
  private let parallelism: Int

  package init(_ client: APIClient, parallelism: Int = 10) {
    self.client = client
    self.parallelism = max(1, parallelism)
  }

  // MARK: - The server

  /// The server's version, such as `2026.5.0`. Every valid token may read it (recorded from both versions),
  /// so a refusal means a bad token.
  package func version() async throws(APIError) -> String {
    do throws(APIError) {
      let answer = try await client.read("/admin/version/")
      guard let version = answer["version_current"]?.string else {
        throw APIError.wrongAddress("the server's answer names no version of authentik")
      }
      return version
    } catch APIError.notPermitted(let detail) {
      throw APIError.refusedToken(detail)
    } catch APIError.notFound {
      throw APIError.wrongAddress("there is no authentik API at this address")
    }
  }

  // MARK: - Reading

  /// Every object of a kind that passes the filters.
  ///
  /// The server may limit the page size, so its `pagination` counts. Rows shift between pages while others
  /// write: an object that appears twice counts once, and a missing page is the end.
  package func list(_ kind: Kind, filters: [(name: String, value: String)] = []) async throws(APIError)
    -> [Value]
  {
    let first = try await page(1, kind, filters)
    return try await rest(after: first, kind, filters)
  }

  /// The first page of a list.
  package func firstPage(_ kind: Kind) async throws(APIError) -> ListPage {
    try await page(1, kind, [])
  }

  /// The objects of a list after its first page was read.
  package func rest(
    after first: ListPage, _ kind: Kind, _ filters: [(name: String, value: String)] = []
  ) async throws(APIError) -> [Value] {
    guard first.pageCount > 1 else { return first.objects }
    client.activity.announce(first.pageCount - 1)
    // How many there are is the server's word; once one has gone, no further one is asked for.
    let numbers = Array(2...min(first.pageCount, Self.pageLimit + 1))
    let pages = try await concurrently(numbers, limit: parallelism, until: { $0 == nil }) {
      number -> [Value]? in
      guard number <= Self.pageLimit else {
        throw APIError.wrongAddress("the server's list of \(kind.model) does not end")
      }
      do throws(APIError) { return try await page(number, kind, filters).objects } catch APIError.notFound {
        return nil
      }
    }
    client.activity.withdraw(first.pageCount - 1 - pages.count)
    var seen: Set<Value> = []
    return (first.objects + pages.flatMap { $0 ?? [] }).filter {
      seen.insert($0[kind.primaryKey] ?? .null).inserted
    }
  }

  private func page(
    _ number: Int, _ kind: Kind, _ filters: [(name: String, value: String)]
  ) async throws(APIError) -> ListPage {
    let paging = [(name: "page", value: String(number)), (name: "page_size", value: "1000")]
    do throws(APIError) {
      let switches = kind.listQuery.map { (name: $0.key, value: $0.value) }
      let answer = try await client.read(kind.path, query: filters + switches + paging)
      guard let objects = answer["results"]?.list else {
        throw APIError.wrongAddress("the server's answer for \(kind.model) is not a list")
      }
      return ListPage(
        objects: objects.filter { !StateInstanceName.hides($0, of: kind) },
        pageCount: answer["pagination"]?["total_pages"]?.integer ?? 1,
        totalCount: answer["pagination"]?["count"]?.integer)
    } catch APIError.notPermitted {
      throw APIError.notPermitted(kind.permission("view"))
    } catch APIError.invalid where !filters.isEmpty {
      // "Select a valid choice": the object in the filter does not exist.
      return ListPage(objects: [], pageCount: 1, totalCount: 0)
    }
  }

  /// One object, or nil if there is none.
  package func retrieve(_ kind: Kind, key: String) async throws(APIError) -> Value? {
    do throws(APIError) {
      let object = try await client.read(detailPath(kind, key))
      guard !StateInstanceName.hides(object, of: kind) else { return nil }
      return object
    } catch APIError.notFound { return nil } catch APIError.notPermitted {
      throw APIError.notPermitted(kind.permission("view"))
    }
  }

  /// The objects that the server deletes with one.
  package func cascades(_ kind: Kind, key: String) async throws(APIError) -> [ObjectUser] {
    try await users(of: kind, key: key).filter(\.isDeleted)
  }

  /// The objects that refer to one.
  package func users(of kind: Kind, key: String) async throws(APIError) -> [ObjectUser] {
    guard kind.hasUsedBy else { return [] }
    let answer = try await client.read(detailPath(kind, key) + "used_by/")
    return (answer.list ?? []).map(ObjectUser.init)
  }

  // MARK: - Writing

  package func create(_ kind: Kind, _ body: ValueMap) async throws(APIError) -> Value {
    do throws(APIError) {
      return try await client.write(APIRequest(.post, kind.path, body: .map(body)))
    } catch APIError.notPermitted {
      throw APIError.notPermitted(kind.permission("add"))
    }
  }

  package func update(_ kind: Kind, key: String, _ body: ValueMap) async throws(APIError) -> Value {
    do throws(APIError) {
      return try await client.write(APIRequest(.patch, detailPath(kind, key), body: .map(body)))
    } catch APIError.notPermitted { throw APIError.notPermitted(kind.permission("change")) }
  }

  /// Sends a value to an object's separate endpoint, which is safe to repeat.
  package func send(
    _ kind: Kind, key: String, endpoint: String, _ body: ValueMap
  ) async throws(APIError) -> Value {
    do throws(APIError) {
      return try await client.repeatableWrite(
        APIRequest(.post, endpoint.replacing("{key}", with: PercentEncoding.encoded(key)), body: .map(body)))
    } catch APIError.notPermitted {
      throw APIError.notPermitted(kind.permission("change"))
    }
  }

  package func delete(_ kind: Kind, key: String) async throws(APIError) {
    do throws(APIError) {
      _ = try await client.write(APIRequest(.delete, detailPath(kind, key)))
    } catch APIError.notPermitted {
      throw APIError.notPermitted(kind.permission("delete"))
    }
  }

  private func detailPath(_ kind: Kind, _ key: String) -> String {
    kind.path + PercentEncoding.encoded(key) + "/"
  }
}

/// One page of a list.
package struct ListPage: Sendable {
  package let objects: [Value]
  package let pageCount: Int
  /// How many objects all pages have, as the server says; nil if it does not.
  package let totalCount: Int?
}
