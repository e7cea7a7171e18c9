/// The stages that flowform knows, with the challenges that they show (source: the recordings, and the challenges of
/// authentik's OpenAPI document).
extension StageKind {
  private struct Row: Sendable {
    let name: String
    /// Nil if the executor shows it by itself.
    let model: String?
    /// Of the challenge; empty for stages that act unseen.
    let components: [String]

    /// The model is that of an app of its own, as nearly all stages are: `authentik_stages_NAME.NAMEstage`.
    init(_ name: String, _ components: String..., model: String? = nil) {
      self.name = name
      let plain = name.filter { $0 != "_" }
      self.model = model ?? "authentik_stages_\(name).\(plain)stage"
      self.components = components
    }

    init(executor name: String, _ component: String) {
      self.name = name
      model = nil
      components = [component]
    }
  }

  private static let table = [
    Row("account_lockdown"),
    Row("authenticator_duo", "ak-stage-authenticator-duo"),
    Row("authenticator_email", "ak-stage-authenticator-email"),
    Row("authenticator_endpoint_gdtc", "xak-flow-frame"),
    Row("authenticator_sms", "ak-stage-authenticator-sms"),
    Row("authenticator_static", "ak-stage-authenticator-static"),
    Row("authenticator_totp", "ak-stage-authenticator-totp"),
    Row("authenticator_validate", "ak-stage-authenticator-validate"),
    Row("authenticator_webauthn", "ak-stage-authenticator-webauthn"),
    Row("captcha", "ak-stage-captcha"),
    Row("consent", "ak-stage-consent"),
    Row("deny", "ak-stage-access-denied"),
    Row("dummy", "ak-stage-dummy"),
    Row("email", "ak-stage-email"),
    Row("endpoint", "ak-stage-endpoint-agent", model: "authentik_endpoints.endpointstage"),
    Row("identification", "ak-stage-identification"),
    Row("invitation"),
    Row("mtls", model: "authentik_stages_mtls.mutualtlsstage"),
    Row("password", "ak-stage-password"),
    Row("prompt", "ak-stage-prompt"),
    Row("redirect", "xak-flow-redirect"),
    Row("source", "ak-source-plex", "ak-source-oauth-apple", "ak-source-telegram"),
    Row("user_delete"),
    Row("user_login", "ak-stage-user-login"),
    Row("user_logout"),
    Row("user_write"),
    Row(executor: "autosubmit", "ak-stage-autosubmit"),
    Row(executor: "flow-error", "ak-stage-flow-error"),
    Row(executor: "session-end", "ak-stage-session-end"),
    Row(executor: "shell", "xak-flow-shell"),
  ]

  private static let byName = Dictionary(table.map { ($0.name, $0) }) { first, _ in first }
  private static let byModel = Dictionary(
    table.compactMap { row in row.model.map { ($0, row) } }
  ) { first, _ in first }
  private static let byComponent = Dictionary(
    table.flatMap { row in row.components.map { ($0, row) } }
  ) { first, _ in first }

  /// The names of all kinds, sorted: stages first, then what the executor shows by itself.
  package static var names: [String] { table.map(\.name) }

  /// The kind whose challenge has a component, such as `ak-stage-identification`. Nil for a component that flowform does
  /// not know. `xak-flow-redirect` is also the end of a run, and `ak-stage-access-denied` every denial.
  package init?(component: String) {
    guard let row = Self.byComponent[component] else { return nil }
    self.init(row.name)
  }

  /// The kind with a name, such as `identification`, or with a model, such as
  /// `authentik_stages_identification.identificationstage`. Nil if there is none.
  package init?(called text: String) {
    guard let row = Self.byName[text] ?? Self.byModel[text] else { return nil }
    self.init(row.name)
  }

  /// The model of the stage, in lower case. Nil for challenges of the executor itself, such as `flow-error`.
  package var model: String? { Self.byName[name]?.model }

  /// The components of the stage's challenges. Empty for a stage that acts unseen, such as `user_write`.
  package var components: [String] { Self.byName[name]?.components ?? [] }
}
