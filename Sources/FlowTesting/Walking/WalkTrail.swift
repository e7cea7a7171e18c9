import Model

/// What a walk has come past, for the clean-up after it.
struct WalkTrail: Sendable {
  /// The stages whose challenge was answered, in their order.
  private(set) var stages: [StageKind] = []
  /// The last user that a challenge was about, as the server names it.
  private(set) var user: String?

  mutating func answered(_ stage: StageKind) { stages.append(stage) }

  mutating func shown(_ challenge: Challenge) {
    if let name = challenge.value["pending_user"]?.string, !name.isEmpty { user = name }
  }
}
