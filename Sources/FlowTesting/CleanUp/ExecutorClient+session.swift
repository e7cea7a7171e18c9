import Model
import Remote

extension ExecutorClient {
  /// Ends the session if somebody is signed in. Returns its user, and a sentence if the session stays.
  mutating func signOut() async -> [(user: String?, left: String)] {
    do throws(WalkError) {
      guard let name = try await user()?["username"]?.string else { return [] }
      if let key = try await ownSession() {
        _ = try await ask("DELETE", "/core/authenticated_sessions/\(PercentEncoding.encoded(key))/")
        if try await user() == nil { return [] }
      }
      // To look at the flow that signs out is to run it (recorded).
      _ = try await ask("GET", "/flows/executor/default-invalidation-flow/?query=")
      if try await user() == nil { return [] }
      return [(name, "the session of `\(name)`, which the server does not end; it expires by itself")]
    } catch {
      return [(nil, "the session, which could not be ended: \(error)")]
    }
  }

  /// The key of this session. Everybody may list and delete their own sessions, which needs no token (recorded).
  private mutating func ownSession() async throws(WalkError) -> String? {
    for number in 1...LiveAPI.pageLimit {
      let page = try await ask("GET", "/core/authenticated_sessions/?page=\(number)&page_size=1000")
      if let own = page?["results"]?.list?.first(where: { $0["current"] == true }) {
        return own["uuid"]?.string
      }
      guard let next = page?["pagination"]?["next"]?.integer, next > number else { return nil }
    }
    return nil
  }
}
