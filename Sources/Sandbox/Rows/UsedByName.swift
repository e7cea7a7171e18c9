import Catalog
import Model
import OrderedCollections

/// The name of an object in the list of another object's users.
enum UsedByName {
  static func name(of object: StoredObject) -> String {
    switch object.kind.kind.model {
    // Recorded from both versions.
    case "authentik_flows.flowstagebinding":
      return "Flow-stage binding #\(text(object, "order")) to \(text(object, "target"))"
    case TokenUsers.model: return text(object, "username")
    case "authentik_providers_oauth2.oauth2provider": return "OAuth2 Provider \(text(object, "name"))"
    case "authentik_stages_prompt.prompt":
      return "Prompt field '\(text(object, "name"))' type \(text(object, "type"))"
    case "authentik_brands.brand" where object.fields["default"] == true: return "Default brand"
    default:
      let names = ["name", "slug", "username", "identifier", "domain"]
      let name = names.compactMap { object.fields[$0]?.string }.first { !$0.isEmpty }
      return "\(object.kind.verboseName) \(name ?? Coercion.text(object.primaryKey) ?? "")"
    }
  }

  /// The name of an object as a model, such as its base class.
  static func name(of object: StoredObject, as model: String) -> String {
    let plain = ["authentik_policies.policy", "authentik_core.source", "authentik_core.provider"]
    if plain.contains(model) { return text(object, "name") }
    switch model {
    case "authentik_core.propertymapping": return "Property Mapping \(text(object, "name"))"
    case "authentik_flows.stage": return "Stage \(text(object, "name"))"
    case "authentik_stages_authenticator_webauthn.webauthndevicetype":
      return "WebAuthn device type \(text(object, "description")) (\(text(object, "aaguid")))"
    default: return name(of: object)
    }
  }

  private static func text(_ object: StoredObject, _ field: String) -> String {
    Coercion.text(object.fields[field] ?? .null) ?? ""
  }
}
