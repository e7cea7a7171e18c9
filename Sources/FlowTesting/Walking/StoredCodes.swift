import Model
import OrderedCollections
import Remote

/// Codes and keys that the server keeps for a user, read with the API token.
struct StoredCodes: Sendable {
  private let api: LiveAPI

  init(_ api: LiveAPI) {
    self.api = api
  }

  /// The unspent static codes of a user.
  func staticCodes(of user: String) async throws(WalkError) -> [String] {
    let devices = try await list(
      "/authenticators/admin/static/", needs: "authentik_stages_authenticator_static.view_staticdevice")
    let own: [Value]
    if devices.contains(where: { $0["user"]?["username"] != nil }) {
      own = devices.filter { $0["user"]?["username"]?.string == user }
    } else {
      // 2024.8 does not say there whose they are.
      let keys = try await deviceKeys(of: user)
      own = devices.filter { $0["pk"].map { keys.contains(Self.text($0)) } ?? false }
    }
    return own.flatMap { ($0["token_set"]?.list ?? []).compactMap { $0["token"]?.string } }
  }

  private func deviceKeys(of user: String) async throws(WalkError) -> Set<String> {
    let permission = "authentik_core.view_user"
    let users = try await list("/core/users/", [("username", user)], needs: permission)
    guard let key = users.first?["pk"] else { return [] }
    let devices: Value
    do throws(APIError) {
      devices = try await api.client.read("/authenticators/admin/all/", query: [("user", Self.text(key))])
    } catch {
      throw .server(error)
    }
    return Set(
      (devices.list ?? []).filter { $0["meta_model_name"]?.string?.hasSuffix(".staticdevice") ?? false }
        .compactMap { $0["pk"].map(Self.text) })
  }

  /// The key of the newest link that a flow has sent to a user, or nil if there is none that the token may see.
  func emailToken(of user: String) async throws(WalkError) -> String? {
    let tokens = try await list(
      "/core/tokens/", [("user__username", user), ("intent", "verification")],
      needs: "authentik_core.view_token")
    // Links of the API have other names. The times are texts of one form, in UTC.
    let newest = tokens.filter { $0["identifier"]?.string?.hasPrefix("ak-email-stage-") ?? false }.max {
      ($0["expires"]?.string ?? "") < ($1["expires"]?.string ?? "")
    }
    guard let name = newest?["identifier"]?.string else { return nil }
    do throws(APIError) {
      return try await api.client.read("/core/tokens/\(PercentEncoding.encoded(name))/view_key/")["key"]?
        .string
    } catch .notPermitted {
      throw .server(.notPermitted("authentik_core.view_token_key"))
    } catch {
      throw .server(error)
    }
  }

  private static func text(_ key: Value) -> String { key.string ?? JSONWriter.write(key) }

  private func list(
    _ path: String, _ query: [(name: String, value: String)] = [], needs permission: String
  ) async throws(WalkError) -> [Value] {
    do throws(APIError) { return try await api.rows(path, query, needs: permission) } catch {
      throw .server(error)
    }
  }
}
