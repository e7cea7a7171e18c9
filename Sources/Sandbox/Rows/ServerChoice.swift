import Catalog
import Model
import OrderedCollections

/// A value that the server itself sets on every write.
enum ServerChoice: Sendable {
  /// The user who writes, if the field is not sent.
  case writer(String)
  /// A value, if the field is not sent.
  case value(String, Value)
  /// A new time, if another field has a value.
  case newTime(String, where: String, is: Value)
  /// A new time, if null is sent.
  case timeForNull(String)
  /// Adds the objects with these `managed` names to a list.
  case adds(String, [String])
  /// The addresses of an OAuth source come from its well-known document, and its keys from the key document.
  case discovery

  static func of(_ kind: Kind, _ version: EmbeddedCatalog) -> [ServerChoice] {
    // The mapping for entitlements is shipped since then.
    let isThere = AuthentikVersion(version.version) >= AuthentikVersion("2024.12")
    let added = kind.fields.filter { !$0.addedByServer.isEmpty }.map { field in
      ServerChoice.adds(
        field.name, field.addedByServer.filter { isThere || !$0.hasSuffix("entitlements") })
    }
    return added + (byModel[kind.model] ?? [])
  }

  private static let byModel: [String: [ServerChoice]] = [
    "authentik_core.token": [
      .writer("user"), .value("intent", "api"), .newTime("expires", where: "intent", is: "api"),
    ],
    "authentik_endpoints_connectors_agent.enrollmenttoken": [.timeForNull("expires")],
    "authentik_sources_oauth.oauthsource": [.discovery],
    "authentik_stages_invitation.invitation": [.timeForNull("expires")],
  ]
}
