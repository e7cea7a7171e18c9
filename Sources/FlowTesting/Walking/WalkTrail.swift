import Model

/// The stages and the user of a walk, for the clean-up after it.
struct WalkTrail: Sendable {
  /// The stages whose challenge was shown, and those whose challenge was answered.
  private(set) var shown: Set<StageKind> = []
  private(set) var answered: Set<StageKind> = []
  /// The last user that a challenge was about, as the server names it.
  private(set) var user: String?
  /// True if the flow has come to its end, and was not denied.
  private(set) var isDone = false

  mutating func answer(_ stage: StageKind) { answered.insert(stage) }

  mutating func show(_ challenge: Challenge) {
    if let stage = challenge.stage { shown.insert(stage) }
    if let name = challenge.value["pending_user"]?.string, !name.isEmpty { user = name }
    isDone = challenge.isRedirect
  }
}
