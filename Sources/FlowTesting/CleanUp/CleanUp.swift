import Model
import OrderedCollections
import Remote

/// Takes back what a test has left on the server. It deletes nothing that was there before the test.
struct CleanUp: Sendable {
  private let test: FlowTest
  private let effects: FlowEffects
  private let users: MadeUsers
  private let counters: LoginCounters

  /// Remembers what is there before a test.
  /// - Parameter known: The names of users, by their e-mail addresses.
  init(before test: FlowTest, _ effects: FlowEffects, known: [String: String], _ api: LiveAPI) async {
    self.test = test
    self.effects = effects
    let subjects = TestSubjects(test)
    users = await MadeUsers(effects.mayHave("user_write") ? subjects.prompted : [], api)
    counters = await LoginCounters(
      of: subjects.identified.union(subjects.identified.compactMap { known[$0] }), api)
  }

  /// Ends the test's session, deletes what the test has made, and returns what is left and why.
  func run(_ client: inout ExecutorClient, _ trail: WalkTrail) async -> [String] {
    let session = await client.signOut()
    let made = await users.delete(isWanted: test.cleansUp)
    var left = effects.effects.compactMap { $0.left(trail, without: made.deleted) }
    if trail.isDone, effects.has("user_write"), trail.answered.contains(StageKind("prompt")),
      let user = trail.user, !made.made.contains(user)
    {
      left.append("what the flow has written to the user `\(user)`")
    }
    // The server ends the sessions of a user whom it deletes (recorded).
    let kept = session.filter { $0.user.map { !made.deleted.contains($0) } ?? true }.map(\.left)
    return kept + made.left + left + (await counters.restore(trail.user))
  }
}
