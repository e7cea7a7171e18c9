import Model

/// Tests in lanes: those of one lane run one after the other, in the order of the files.
///
/// Wrong passwords count for a user, a wrong code locks a device for seconds, a code and a link work once, and a login
/// may end other sessions (recorded): so tests with a user or a secret in common share a lane.
struct TestLanes {
  /// The places of the tests of each lane.
  let lanes: [[Int]]

  /// - Parameter known: The names of users, by their e-mail addresses.
  init(_ tests: [FlowTest], known: [String: String] = [:]) {
    var lanes: [[Int]] = []
    var keys: [Set<String>] = []
    for (index, test) in tests.enumerated() {
      let shared = TestSubjects(test, known: known).shared
      let joined = keys.indices.filter { !keys[$0].isDisjoint(with: shared) }
      guard let home = joined.first else {
        lanes.append([index])
        keys.append(shared)
        continue
      }
      for other in joined.dropFirst().reversed() {
        lanes[home] += lanes.remove(at: other)
        keys[home].formUnion(keys.remove(at: other))
      }
      lanes[home].append(index)
      lanes[home].sort()
      keys[home].formUnion(shared)
    }
    self.lanes = lanes
  }
}
