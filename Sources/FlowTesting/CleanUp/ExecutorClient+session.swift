import Model

extension ExecutorClient {
  /// Ends the session if somebody is signed in, and returns what is left of it.
  mutating func signOut() async -> [String] {
    do throws(WalkError) {
      guard let name = try await user()?["username"]?.string else { return [] }
      // Everybody may end a session of their own.
      let sessions = try await ask("GET", "/core/authenticated_sessions/?page_size=1000")?["results"]?.list
      if let key = sessions?.first(where: { $0["current"] == true })?["uuid"]?.string {
        _ = try await ask("DELETE", "/core/authenticated_sessions/\(PercentEncoding.encoded(key))/")
        if try await user() == nil { return [] }
      }
      // To look at the flow that signs out is to run it (recorded).
      _ = try await ask("GET", "/flows/executor/default-invalidation-flow/?query=")
      if try await user() == nil { return [] }
      return ["the session of `\(name)`, which the server does not end; it expires by itself"]
    } catch {
      return ["the session, which could not be ended: \(error)"]
    }
  }
}
