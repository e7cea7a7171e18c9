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
  init(before test: FlowTest, _ effects: FlowEffects, _ api: LiveAPI) async {
    self.test = test
    self.effects = effects
    let subjects = TestSubjects(test)
    users = await MadeUsers(effects.mayHave("user_write") ? subjects.prompted : [], api)
    counters = await LoginCounters(of: subjects.identified, api)
  }

  /// Ends the test's session, deletes what the test has made, and returns what is left and why.
  func run(_ client: inout ExecutorClient, _ trail: WalkTrail) async -> [String] {
    let session = await client.signOut()
    let made = await users.delete(isWanted: test.cleansUp)
    let left = effects.effects.compactMap { effect -> String? in
      guard let leaves = effect.leaves, trail.stages.contains(effect.stage) else { return nil }
      let user = trail.user
      if effect.goesWithUser, let user, made.deleted.contains(user) { return nil }
      return leaves + (user.map { " of `\($0)`" } ?? "")
    }
    return session + made.left + left + (await counters.restore(trail.user))
  }
}
