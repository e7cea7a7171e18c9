import Catalog
import Model

/// A stored value that the server chooses for a new object.
enum GeneratedField: Sendable {
  case uuid
  /// The next number of a sequence.
  case number(sequence: String)
  case now
  case inHalfAnHour, inAYear
  /// The key of the user who creates the object.
  case writer
  case constant(Value)
  /// A number of random letters and digits.
  case letters(Int)
  /// 64 hexadecimal digits.
  case digest
  /// The type of the key in another field.
  case keyKind(of: String)

  /// The generated fields of a kind.
  static func of(_ kind: Kind, family: String?) -> [String: GeneratedField] {
    var fields: [String: GeneratedField] = [:]
    for field in kind.fields where field.isReadOnly {
      switch field.name {
      case kind.primaryKey where field.type == .integer:
        fields[field.name] = .number(sequence: family ?? kind.model)
      case kind.primaryKey, "policybindingmodel_ptr_id", "pbm_uuid", "uuid": fields[field.name] = .uuid
      case "num_pk": fields[field.name] = .number(sequence: "\(kind.model).num_pk")
      case "uid": fields[field.name] = .digest
      case "created", "created_on", "date_joined", "last_updated", "last_applied", "password_change_date",
        "opened_on", "timestamp":
        fields[field.name] = .now
      default: break
      }
    }
    // A connector's primary key is writable but optional.
    if fields[kind.primaryKey] == nil { fields[kind.primaryKey] = .uuid }
    return fields.merging((secrets[kind.model] ?? [:]).filter { kind.field($0.key) != nil }) { $1 }
  }

  /// Secrets and client names that the server generates if none is sent (authentik's models).
  private static let secrets: [String: [String: GeneratedField]] = [
    "authentik_providers_oauth2.oauth2provider": ["client_id": .letters(40), "client_secret": .letters(128)],
    "authentik_providers_proxy.proxyprovider": ["client_id": .letters(40)],
    "authentik_providers_radius.radiusprovider": ["shared_secret": .letters(128)],
    // Recorded from both versions, for every value of `expiring`.
    "authentik_core.token": ["expires": .inHalfAnHour],
    "authentik_endpoints_connectors_agent.enrollmenttoken": ["expires": .inHalfAnHour],
    "authentik_sources_oauth.useroauthsourceconnection": ["expires": .inHalfAnHour],
    "authentik_stages_invitation.invitation": ["expires": .inHalfAnHour, "created_by": .writer],
    "authentik_events.event": [
      "expires": .inAYear,
      "brand": .constant([
        "app": "authentik_brands", "model_name": "brand", "pk": "00000000000000000000000000000000",
        "name": "Brand fallback",
      ]),
    ],
    // Certificates are not parsed.
    "authentik_crypto.certificatekeypair": [
      "fingerprint_sha256": .digest, "fingerprint_sha1": .digest, "cert_expiry": .inAYear,
      "cert_subject": .constant("CN=sandbox"), "key_type": .keyKind(of: "key_data"),
    ],
    "authentik_sources_plex.plexsource": ["client_id": .letters(40)],
  ]
}
