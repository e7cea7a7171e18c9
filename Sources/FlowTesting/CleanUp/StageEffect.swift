import Model

/// What a kind of stage changes on the server, apart from sessions and counters.
struct StageEffect: Sendable {
  let stage: StageKind
  /// The end of a sentence that begins with its name: "creates or changes users".
  let does: String
  /// What stays behind when a test has answered it: "a TOTP device". Nil if nothing does, or if it is found by other
  /// means.
  let leaves: String?
  /// True if the stage acts as soon as it is shown, and if what it leaves does not go with the user (recorded).
  let isSent: Bool

  private init(_ stage: String, _ does: String, leaves: String? = nil, isSent: Bool = false) {
    self.stage = StageKind(stage)
    self.does = does
    self.leaves = leaves
    self.isSent = isSent
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
    StageEffect("email", "sends e-mails", leaves: "an e-mail with a link", isSent: true),
    StageEffect("invitation", "spends invitations"),
    StageEffect("user_delete", "deletes the user"),
    StageEffect("user_write", "creates or changes users"),
  ]

  /// What a walk has left by this stage; nil if nothing.
  func left(_ trail: WalkTrail, without deleted: Set<String> = []) -> String? {
    guard let leaves, (isSent ? trail.shown : trail.answered).contains(stage) else { return nil }
    guard let user = trail.user else { return leaves }
    return deleted.contains(user) && !isSent ? nil : "\(leaves) of `\(user)`"
  }

  /// Nil for a stage that changes nothing.
  static func of(_ stage: StageKind) -> StageEffect? { table.first { $0.stage == stage } }
}
