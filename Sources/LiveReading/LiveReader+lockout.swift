import Catalog
import Model
import OrderedCollections
package import Planning
package import Remote

extension LiveReader {
  /// The facts that decide whether a plan would lock its own token out; those that the token may not read
  /// stay nil.
  package func lockoutFacts(_ concerns: Set<Lockout.Concern>) async throws(APIError) -> Lockout.Facts {
    var facts = Lockout.Facts()
    if concerns.contains(.ownUser) {
      facts.ownUser = try await readable { () async throws(APIError) in
        try await api.client.read("/core/users/me/")["user"]
      }
    }
    if concerns.contains(.brandFlows) {
      facts.brands = try await all("authentik_brands.brand", filters: [(name: "default", value: "true")])
    }
    if concerns.contains(.superuserGroups) { facts.groups = try await all("authentik_core.group") }
    return facts
  }

  /// The objects of a kind that match the filters, or its whole list if that was read before.
  private func all(
    _ model: String, filters: [(name: String, value: String)] = []
  ) async throws(APIError) -> [Value]? {
    if let list = lists[model] { return list }
    guard let kind = catalog.kind(model), kind.canList else { return nil }
    return try await readable { () async throws(APIError) in try await api.list(kind, filters: filters) }
  }

  /// Nil if the server refuses to answer, or does not have the resource.
  func readable<Answer>(
    _ read: () async throws(APIError) -> Answer?
  ) async throws(APIError) -> Answer? {
    do throws(APIError) { return try await read() } catch .notPermitted { return nil } catch .notFound {
      return nil
    }
  }
}
