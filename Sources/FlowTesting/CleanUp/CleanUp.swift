import Model
import OrderedCollections
import Remote

/// Takes back what a test has left on the server. It deletes nothing that was there before the test.
struct CleanUp: Sendable {
  private let test: FlowTest
  private let subjects: TestSubjects
  private let effects: FlowEffects
  private let users: MadeUsers
  private let counters: LoginCounters

  /// Remembers the state of the server before a test.
  /// - Parameter known: The names of users, by their e-mail addresses.
  init(before test: FlowTest, _ effects: FlowEffects, known: [String: String], _ api: LiveAPI) async {
    self.test = test
    self.effects = effects
    subjects = TestSubjects(test)
    let prompted = effects.mayHave("user_write") ? subjects.prompted : []
    users = await MadeUsers(
      prompted, walkers: subjects.identified.union(subjects.linked),
      hasOthers: test.query.contains { name, value in
        if case .emailToken = value { return false }
        return name == "flow_token"
      }, api)
    // A flow that enrolls a user, or that a link opens, signs a user in too.
    let names = subjects.identified.union(subjects.identified.compactMap { known[$0] })
    counters = await LoginCounters(of: names.union(subjects.linked).union(prompted), api)
  }

  /// Ends the test's session, deletes the objects that the test has made, and returns the rest with the reasons.
  func run(_ client: inout ExecutorClient, _ trail: WalkTrail) async -> [String] {
    let session = await client.signOut()
    let made = await users.delete(isWanted: test.cleansUp)
    var left = effects.effects.compactMap { $0.left(trail, without: made.deleted) }
    if trail.isDone, effects.has("user_write"), trail.answered.contains(StageKind("prompt")),
      let user = trail.user ?? subjects.linked.first, !made.made.contains(user)
    {
      left.append("what the flow has written to the user `\(user)`")
    }
    // When the server deletes a user, it ends the sessions of that user (recorded).
    let kept = session.filter { $0.user.map { !made.deleted.contains($0) } ?? true }.map(\.left)
    return kept + made.left + left + spent(trail, without: made.deleted)
      + (await counters.restore(trail.user))
  }

  /// What works once, and has worked.
  private func spent(_ trail: WalkTrail, without deleted: Set<String>) -> [String] {
    var left: [String] = []
    if effects.mayHave("invitation"), Self.invitations.contains(where: { test.query[$0] != nil }),
      trail.shown.contains(where: { !Self.refusals.contains($0) })
    {
      left.append("the invitation, which is spent if it is for one use")
    }
    guard trail.answered.contains(StageKind("authenticator_validate")) else { return left }
    return left
      + subjects.spending.filter { !deleted.contains($0) }.map { "a static code of `\($0)`, which is spent" }
  }

  /// The parameters of a page's address that name an invitation (recorded).
  private static let invitations = ["itoken", "token"]

  /// What a flow shows instead of its first stage if the invitation is bad.
  private static let refusals = [StageKind("deny"), StageKind("flow-error")]
}
