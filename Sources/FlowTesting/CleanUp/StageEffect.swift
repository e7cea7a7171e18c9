import Model

/// What a kind of stage changes on the server, apart from sessions and counters.
struct StageEffect: Sendable {
  let stage: StageKind
  /// What it does, behind its name: "creates or changes users".
  let does: String
  /// What stays behind when a test has answered it: "a static device". Nil if nothing does, or if it is found by other
  /// means.
  let leaves: String?
  /// True if the server deletes that together with the user (recorded).
  let goesWithUser: Bool

  private init(_ stage: String, _ does: String, leaves: String? = nil, goesWithUser: Bool = true) {
    self.stage = StageKind(stage)
    self.does = does
    self.leaves = leaves
    self.goesWithUser = goesWithUser
  }

  static let table = [
    StageEffect("account_lockdown", "locks accounts"),
    StageEffect("authenticator_duo", "sets up a device", leaves: "a Duo device"),
    StageEffect("authenticator_email", "sets up a device and sends e-mails", leaves: "an e-mail device"),
    StageEffect("authenticator_endpoint_gdtc", "sets up a device", leaves: "a device"),
    StageEffect("authenticator_sms", "sets up a device and sends messages", leaves: "an SMS device"),
    StageEffect("authenticator_static", "sets up a device", leaves: "a device with static codes"),
    StageEffect("authenticator_totp", "sets up a device", leaves: "a TOTP device"),
    StageEffect("authenticator_webauthn", "sets up a device", leaves: "a WebAuthn device"),
    StageEffect("email", "sends e-mails", leaves: "an e-mail and the key of its link", goesWithUser: false),
    StageEffect("invitation", "spends invitations"),
    StageEffect("user_delete", "deletes the user"),
    StageEffect("user_write", "creates or changes users"),
  ]

  /// Nil for a stage that changes nothing.
  static func of(_ stage: StageKind) -> StageEffect? { table.first { $0.stage == stage } }
}
