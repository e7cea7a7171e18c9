import Remote

extension LiveAPI {
  /// Deletes an object that a test has made, and returns why it is still there; nil if it is gone.
  ///
  /// A server that restarts in the meantime is asked again: then the object may be gone already.
  /// - Parameter permission: What the token needs, for the message of a refusal.
  func remove(_ path: String, needs permission: String) async -> APIError? {
    do throws(APIError) {
      _ = try await client.repeatableWrite(APIRequest(.delete, path))
      return nil
    } catch .notFound {
      return nil
    } catch .notPermitted {
      return .notPermitted(permission)
    } catch {
      return error
    }
  }
}
