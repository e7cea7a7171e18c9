import Model
import OrderedCollections

/// The users of a test, by its answers.
struct TestSubjects: Sendable {
  /// The names and addresses by which it identifies itself.
  private(set) var identified: OrderedSet<String> = []
  /// The user names and e-mail addresses that it gives to prompts.
  private(set) var prompted: OrderedSet<String> = []
  /// The users whose e-mail links it opens.
  private(set) var linked: OrderedSet<String> = []
  /// The users whose static codes it spends.
  private(set) var spending: OrderedSet<String> = []
  /// What it shares with the tests that must not run beside it, since wrong answers and spent codes count for a user
  /// and a device: the users, and the secrets of codes.
  private(set) var shared: Set<String> = []

  /// - Parameter known: The names of users, by their e-mail addresses.
  init(_ test: FlowTest, known: [String: String] = [:]) {
    let answers = test.steps.flatMap { step in
      (step.answer ?? [:]).map { (step.stage.name, $0.key, $0.value) }
    }
    for (stage, name, value) in answers {
      guard case .value(.string(let text)) = value, !text.isEmpty else { continue }
      switch (stage, name) {
      case ("identification", "uid_field"): identified.append(text)
      case ("prompt", "username"), ("prompt", "email"): prompted.append(text)
      default: break
      }
    }
    shared = Set((Array(identified) + Array(prompted)).map { (known[$0] ?? $0).lowercased() })
    for value in Array(test.query.values) + answers.map(\.2) {
      switch value {
      case .totp(let secret?): shared.insert(secret)
      case .staticCode(let user?):
        spending.append(user)
        shared.insert(user.lowercased())
      case .emailToken(let user):
        linked.append(user)
        shared.insert(user.lowercased())
      case .value, .totp(nil), .staticCode(nil): break
      }
    }
  }
}
