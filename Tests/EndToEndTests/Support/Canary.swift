import Foundation

/// A secret value that must not appear anywhere, with its position in a blueprint.
enum Canary: String, CaseIterable, Sendable {
  /// Write-only, from a variable. It is sent to an endpoint of its own.
  case password
  /// The same, but written in the blueprint.
  case tokenKey
  /// Write-only, from a file.
  case consumerSecret
  /// Secret by its name, through the blueprint's context.
  case clientSecret
  /// Write-only, with several lines.
  case keyData
  /// Secret by its name, inside a map.
  case kubeconfig
  /// Secret by the table of secret names.
  case auth
  /// Variables in fields that are otherwise no secrets.
  case title, formatted, nested, number

  /// True if `render` shows the value: it masks only secret fields.
  var isRendered: Bool { [.title, .formatted, .nested, .number].contains(self) }

  /// The text to search for. No two texts have a part in common, not even two versions of one.
  func text(_ version: Int) -> String {
    self == .number ? "148151\(6230 + version)" : "canary\(rawValue)\(version)x9q"
  }

  /// The value itself. A message may quote it in another form.
  private func value(_ version: Int) -> String {
    self == .number ? text(version) : "\(text(version))\"'`\\ü"
  }

  static func variables(_ version: Int) -> [String: String] {
    [
      "CANARY_PASSWORD": password.value(version), "CANARY_TITLE": title.value(version),
      "CANARY_FORMATTED": formatted.value(version), "CANARY_NESTED": nested.value(version),
      "CANARY_NUMBER": number.value(version),
    ]
  }

  static func file(_ version: Int) -> String { consumerSecret.value(version) + "\n" }

  /// One entry for each position.
  static func blueprint(_ version: Int) -> String {
    """
    version: 1
    context:
      door: \(clientSecret.text(version))
      hidden: !Env CANARY_FORMATTED
    entries:
    - model: authentik_core.user
      id: robot
      identifiers: {username: robot}
      attrs:
        name: Robot
        password: !Env CANARY_PASSWORD
        attributes: {deep: [{deeper: !Env CANARY_NESTED}]}
    - model: authentik_core.token
      identifiers: {identifier: robot-token}
      attrs: {intent: api, user: !KeyOf robot, key: \(tokenKey.text(version))}
    - model: authentik_flows.flow
      id: flow
      identifiers: {slug: login}
      attrs:
        name: !Format ["Door %s", !Context hidden]
        title: !Env CANARY_TITLE
        designation: authentication
    - model: authentik_providers_oauth2.oauth2provider
      identifiers: {name: provider}
      attrs:
        authorization_flow: !KeyOf flow
        invalidation_flow: !KeyOf flow
        redirect_uris: []
        client_secret: !Context door
    - model: authentik_sources_oauth.oauthsource
      identifiers: {slug: source}
      attrs:
        name: Source
        provider_type: github
        consumer_key: public
        consumer_secret: !File secret.txt
    - model: authentik_crypto.certificatekeypair
      identifiers: {name: pair}
      attrs:
        certificate_data: |
          -----BEGIN CERTIFICATE-----
          public
          -----END CERTIFICATE-----
        key_data: |
          -----BEGIN KEY-----
          \(keyData.text(version))
          -----END KEY-----
    - model: authentik_outposts.kubernetesserviceconnection
      identifiers: {name: cluster}
      attrs: {kubeconfig: {current-context: here, users: [{token: \(kubeconfig.text(version))}]}}
    - model: authentik_stages_authenticator_sms.authenticatorsmsstage
      identifiers: {name: sms}
      attrs: {provider: twilio, from_number: "1", account_sid: a, auth: \(auth.text(version))}
    - model: authentik_stages_prompt.prompt
      identifiers: {name: prompt}
      attrs: {field_key: f, label: L, type: text, order: !Env CANARY_NUMBER}

    """
  }

  /// The same with a mistake at each secret, so that each of its lines has a finding.
  static func mistaken(_ version: Int) -> String {
    blueprint(version)
      .replacing("designation: authentication", with: "designation: !Env CANARY_TITLE")
      .replacing("type: text,", with: "type: \(auth.text(version)), no_such_field: \(auth.text(version)),")
      .replacing("intent: api,", with: "intent: \(tokenKey.text(version)), nonsense: 1,")
      .replacing("redirect_uris: []", with: "redirect_uris: !Context door")
      .replacing("attributes: {deep", with: "is_active: !Env CANARY_NESTED\n    attributes: {deep")
      .replacing(
        "consumer_key: public",
        with: "consumer_key: !ParseJSON \"{\(clientSecret.text(version))\"\n    unknown: !File secret.txt")
  }

  /// Invalid YAML, at a line with a secret.
  static func broken(_ version: Int) -> String {
    blueprint(version).replacing("key: \(tokenKey.text(version))}", with: "key: \"\(tokenKey.text(version))}")
  }
}
