import Model
import OrderedCollections

/// Walks a flow by the steps of a test, and compares what the server shows with what the test expects.
struct FlowWalk: Sendable {
  private let test: FlowTest
  var client: ExecutorClient
  private var maker: AnswerMaker
  private(set) var failures: [FlowTestFailure] = []
  private(set) var trail = WalkTrail()
  /// True if the server broke the walk off, and the same walk may succeed a moment later.
  private(set) var isBroken = false
  /// The component of the first challenge.
  private var first: String?
  private var hasLeftFirst = false

  init(_ test: FlowTest, _ client: ExecutorClient, _ maker: AnswerMaker) {
    self.test = test
    self.client = client
    self.maker = maker
  }

  /// What the walk has made, which no message may show.
  var secrets: [Value] { maker.secrets }

  private var endPlace: SourceLocation { test.place(of: FieldPath("ends")) }

  mutating func run() async {
    var place = test.steps.first?.place ?? endPlace
    do throws(WalkError) {
      var challenge = try await client.challenge()
      see(challenge)
      for (index, step) in test.steps.enumerated() {
        place = step.place
        guard step.stage.components.contains(challenge.component) else {
          fail(place, "expected the stage `\(step.stage.name)`, \(found(challenge))")
          return
        }
        for (part, message) in step.shows.differences(challenge) { fail(self.place(index, part), message) }
        guard let answer = step.answer else { break }
        let shown = challenge
        challenge = try await client.answer(try await maker.body(answer, to: shown))
        see(challenge)
        trail.answer(step.stage)
        guard accept(challenge, after: shown, index) else { return }
      }
      place = endPlace
      try await judge(challenge)
    } catch .noSuchFlow(let slug) {
      fail(test.place(of: FieldPath("flow")), "\(WalkError.noSuchFlow(slug))")
    } catch {
      isBroken = error.mayPass
      fail(place, "\(error)")
    }
  }

  private mutating func see(_ challenge: Challenge) {
    maker.see(challenge)
    trail.show(challenge)
    if first == nil { first = challenge.component }
    if challenge.component != first { hasLeftFirst = true }
  }

  // MARK: - After an answer

  /// Compares what comes after an answer with the errors that the step expects; false if the walk cannot go on.
  private mutating func accept(_ challenge: Challenge, after shown: Challenge, _ index: Int) -> Bool {
    let step = test.steps[index]
    let isSame = challenge.component == shown.component
    guard let expected = step.errors else {
      guard isSame, challenge.refusal != nil else { return true }
      fail(step.place, "expected that the stage accepts the answer, \(found(challenge))")
      return false
    }
    guard isSame, let errors = challenge.errors else {
      fail(step.place, "expected that the stage refuses the answer, \(found(challenge))")
      return false
    }
    for (field, pattern) in expected {
      let messages = Challenge.messages(errors[field])
      guard !messages.contains(where: pattern.matches) else { continue }
      fail(
        place(index, "errors"),
        "expected the error `\(pattern.source)` for `\(field)`, but the stage refuses the answer\(Challenge.summary(errors))"
      )
    }
    return true
  }

  /// What came instead of what the test expects.
  private func found(_ challenge: Challenge) -> String {
    guard hasLeftFirst, challenge.component == first, !challenge.isEnd else { return "found \(challenge)" }
    // An answer to a session that is gone is judged by the first stage (recorded).
    return challenge.errors == nil
      ? "found the first stage again: the server has forgotten the session, or the binding restarts the flow after a refused answer"
      : "found \(challenge): the server has forgotten the session, and the flow has begun again"
  }

  // MARK: - The end

  private mutating func judge(_ challenge: Challenge) async throws(WalkError) {
    switch test.end {
    case .stage(let stage):
      if !stage.components.contains(challenge.component) {
        fail(endPlace, "expected the run to wait at the stage `\(stage.name)`, \(found(challenge))")
      }
    case .redirected(let target):
      guard challenge.isRedirect else {
        fail(endPlace, "expected a redirect, \(found(challenge))")
        return
      }
      if let target, !target.matches(challenge.target) {
        fail(endPlace, "expected a redirect to `\(target.source)`, found \(challenge)")
      }
    case .denied(let message):
      guard challenge.isDenial else {
        fail(endPlace, "expected a denial, \(found(challenge))")
        return
      }
      if let message, !message.matches(challenge.denial) {
        fail(endPlace, "expected a denial with `\(message.source)`, found \(challenge)")
      }
    case .signedIn(let name, let groups): try await judge(challenge, isUser: name, groups)
    case .signedOut:
      guard challenge.isEnd, !challenge.isFlowError else {
        fail(endPlace, "expected the run to be over, \(found(challenge))")
        return
      }
      if let user = try await client.user() {
        fail(endPlace, "expected nobody to be signed in, but the server says that `\(Self.name(user))` is")
      }
    }
  }

  private mutating func judge(
    _ challenge: Challenge, isUser name: String?, _ groups: [String]?
  ) async throws(WalkError) {
    guard challenge.isRedirect else {
      fail(endPlace, "expected the flow to end and somebody to be signed in, \(found(challenge))")
      return
    }
    guard let user = try await client.user() else {
      fail(
        endPlace,
        "expected somebody to be signed in, but nobody is: the flow ends with \(challenge), and the server does not know the session's user"
      )
      return
    }
    if let name, name != Self.name(user) {
      fail(endPlace, "expected `\(name)` to be signed in, but the server says that `\(Self.name(user))` is")
    }
    guard let groups else { return }
    let found = (user["groups"]?.list ?? []).compactMap { $0["name"]?.string }
    guard groups.sorted() != found.sorted() else { return }
    let list = { (names: [String]) in
      names.isEmpty ? "no groups" : "the groups " + names.map { "`\($0)`" }.joined(separator: ", ")
    }
    fail(endPlace, "expected `\(Self.name(user))` to be in \(list(groups)), found \(list(found))")
  }

  private static func name(_ user: Value) -> String { user["username"]?.string ?? "" }

  // MARK: - Failures

  private func place(_ index: Int, _ part: String) -> SourceLocation {
    let steps: [FieldPath.Step] = [.key("steps"), .index(index)]
    let path = FieldPath(steps + FieldPath(printed: part).steps)
    // A test that was not read from a file has no places of its parts.
    return test.places.isEmpty ? test.steps[index].place : test.place(of: path)
  }

  private mutating func fail(_ place: SourceLocation, _ message: String) {
    failures.append(FlowTestFailure(at: place, message))
  }
}
