import Catalog
import Foundation
import Model
import OrderedCollections
import TestSupport
import Testing

/// Recorded PATCHes of one field that real servers refused alone and accepted with the rest of the object.
@Suite(.needsSharedMaterial) struct RecordedPartialUpdateTests {
  /// The fields that the servers' rules read, by the kind of object. The servers refuse a field alone because of these
  /// rules.
  private static let read: [String: Set<String>] = [
    "authentik_blueprints.blueprintinstance": ["path", "content"],
    "authentik_endpoints.deviceuserbinding": ["target", "policy", "group", "user"],
    "authentik_flows.flowstagebinding": ["evaluate_on_plan", "re_evaluate_policies"],
    "authentik_lifecycle.lifecyclerule": ["content_type", "object_id", "interval", "grace_period"],
    "authentik_policies.policybinding": ["target", "policy", "group", "user"],
    "authentik_policies_event_matcher.eventmatcherpolicy": ["action", "client_ip", "app", "model", "query"],
    "authentik_policies_reputation.reputationpolicy": ["check_ip", "check_username"],
    "authentik_providers_proxy.proxyprovider": ["mode", "internal_host"],
    "authentik_providers_saml.samlprovider": ["signing_kp", "sign_assertion", "sign_response"],
    "authentik_sources_ldap.ldapsource": ["sync_users_password"],
    "authentik_sources_oauth.oauthsource": [
      "provider_type", "authorization_url", "access_token_url", "profile_url",
    ],
    "authentik_sources_saml.samlsource": ["verification_kp", "signed_assertion", "signed_response"],
    "authentik_stages_identification.identificationstage": ["user_fields", "sources"],
    "authentik_stages_redirect.redirectstage": ["mode", "target_static", "target_flow"],
  ]

  /// The fields that they read only if another field is sent, by that other field.
  private static let readWith: [String: [String: String]] = [
    "authentik_sources_ldap.ldapsource": [
      "sync_users": "user_property_mappings", "sync_groups": "group_property_mappings",
    ]
  ]

  private struct Exchange {
    let row: Value
    var description: String { row["desc"]?.string ?? "" }
    var path: String { row["path"]?.string ?? "" }
    var status: Int { row["status"]?.integer ?? 0 }
    var sent: ValueMap { Self.map(row["request_body"]) }
    var answer: ValueMap { Self.map(row["response_body"]) }
    var isRefused: Bool { status == 400 || status == 405 }

    private static func map(_ text: Value?) -> ValueMap {
      text?.string.flatMap { try? JSONReader.read($0) }?.map ?? [:]
    }
  }

  private static func exchanges(_ name: String) throws -> [Exchange] {
    let text = String(decoding: try SharedMaterial.bytes(name), as: UTF8.self)
    return try text.split(separator: "\n").map { Exchange(row: try JSONReader.read(String($0))) }
  }

  @Test(arguments: [("2024.8", EmbeddedCatalog.v2024_8, 100), ("2026.5", .v2026_5_rc1, 150)])
  func wouldHoldWhatTheRuleReads(_ version: String, _ embedded: EmbeddedCatalog, _ least: Int) throws {
    let catalog = try embedded.load()
    var count = 0
    for name in SharedMaterial.files(below: "recordings/\(version)/kinds", ending: ".jsonl") {
      let exchanges = try Self.exchanges(name)
      let model = String(name.split(separator: "/").last?.dropLast(".jsonl".count) ?? "")
      guard let kind = catalog.kind(model) else { continue }
      let accepted = Set(
        exchanges.filter { $0.status == 200 && $0.description.hasSuffix(", with the rest") }.map(
          \.description))
      var live: ValueMap = [:]
      for exchange in exchanges {
        if exchange.path.hasPrefix("/api/v3" + kind.path), exchange.answer[kind.primaryKey] != nil {
          live = exchange.answer
        }
        guard exchange.description.hasPrefix("field "), exchange.isRefused,
          accepted.contains(exchange.description + ", with the rest")
        else { continue }
        count += 1
        let place = "\(version) \(model): \(exchange.description)"
        let known = try #require(Self.read[model], "\(place): what the rule reads is not known")
        let partners = exchange.sent.keys.compactMap { Self.readWith[model]?[$0] }
        let wanted = known.union(partners).filter { kind.field($0)?.isReadOnly == false }
        let body = kind.patchBody(exchange.sent, of: .map(live))
        let derived = kind.fields.filter { field in
          field.replacement?.holds { exchange.sent[$0] } ?? false
        }
        #expect(wanted.subtracting(derived.map(\.name)).isSubset(of: body.keys), "\(place)")
        #expect(body.allSatisfy { exchange.sent[$0.key] ?? live[$0.key] == $0.value }, "\(place)")
        #expect(body.keys.allSatisfy { kind.field($0)?.isWriteOnly == false || exchange.sent[$0] != nil })
      }
    }
    #expect(count > least, "only \(count)")
  }
}
