import Catalog
package import Model
package import Remote

extension LiveReader {
  static let instanceModel = "authentik_blueprints.blueprintinstance"

  /// The blueprint instances that the server applies by itself; nil if it does not answer.
  package func blueprintInstances() async throws(APIError) -> [Value]? {
    guard let kind = catalog.kind(Self.instanceModel), kind.canList, mode != .probe else { return nil }
    if let list = lists[kind.model] { return list }
    do throws(APIError) {
      let list = try await api.list(kind)
      lists[kind.model] = list
      return list
    } catch .unreachable(let reason) {
      throw .unreachable(reason)
    } catch .refusedToken(let detail) {
      throw .refusedToken(detail)
    } catch {
      // Only a warning depends on them, so the plan must not fail.
      return nil
    }
  }
}
