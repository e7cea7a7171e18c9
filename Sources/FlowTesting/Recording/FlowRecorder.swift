import Model
import OrderedCollections
import Remote
import YAML

/// Walks a flow by a person's answers, and writes them down as a test.
struct FlowRecorder {
  private let flow: String
  private var client: ExecutorClient
  private var maker: AnswerMaker
  private let effects: FlowEffects
  private let dialogue: any RecordingDialogue
  private var answers = RecordedAnswers()
  private var steps: [RecordedStep] = []
  private var trail = WalkTrail()

  /// How the test ends.
  private typealias End = YAMLTree

  init(
    _ flow: String, _ client: ExecutorClient, _ maker: AnswerMaker, _ effects: FlowEffects,
    _ dialogue: any RecordingDialogue
  ) {
    self.flow = flow
    self.client = client
    self.maker = maker
    self.effects = effects
    self.dialogue = dialogue
  }

  mutating func record() async throws(WalkError) -> FlowRecording {
    let end: End
    do throws(WalkError) {
      end = try await walk()
    } catch {
      _ = await client.signOut()
      throw error
    }
    let session = await client.signOut().map(\.left)
    let left = effects.effects.compactMap { $0.left(trail) }
    let makesUser =
      effects.mayHave("user_write")
      && steps.contains { $0.stage == StageKind("prompt") && $0.fields.contains("username") }
    let user = makesUser ? answers.user.map { ["the user `\($0)`, if the flow has made one"] } ?? [] : []
    return FlowRecording(
      text: try text(end, cleansUp: makesUser), variables: answers.variables,
      leftBehind: session + user + left)
  }

  private mutating func walk() async throws(WalkError) -> End {
    var challenge = try await client.challenge()
    while true {
      maker.see(challenge)
      trail.show(challenge)
      if challenge.isEnd { return try await end(challenge) }
      guard let stage = challenge.stage else {
        throw .failed("the flow shows \(challenge); it cannot be recorded")
      }
      let title = challenge.value["flow_info"]?["title"]?.string.map { " (\($0))" } ?? ""
      await dialogue.tell("Stage `\(stage.name)`\(title)")
      guard let next = try await answer(challenge, stage) else { return .value(.string(stage.name)) }
      challenge = next
      guard let refusal = next.errors, next.component == steps.last?.component else { continue }
      await dialogue.tell("The stage refuses the answer\(Challenge.summary(refusal)).")
      // Nobody could answer it in another way.
      if next.askedFields.isEmpty { return .value(.string(stage.name)) }
    }
  }

  // MARK: - Answers

  /// Asks for an answer and sends it. Nil if there is none, and the run waits at the stage.
  private mutating func answer(
    _ challenge: Challenge, _ stage: StageKind
  ) async throws(WalkError) -> Challenge? {
    if Self.waiting.contains(stage.name) { return nil }
    var given: [(field: AskedField, value: Value)] = []
    var sent = OrderedDictionary<String, AnswerValue>()
    var tags: [String: YAMLTree] = [:]
    if let made = maker.madeCode(for: challenge) {
      sent["code"] = made.value
      tags["code"] = .tagged(made.tag, .value(""))
    } else {
      for field in challenge.askedFields {
        guard let text = await dialogue.ask(field.question) else { return nil }
        guard let value = field.value(text) else { continue }
        given.append((field, value))
        sent[field.name] = .value(value)
      }
    }
    let next = try await client.answer(try await maker.body(sent, to: challenge))
    trail.answer(stage)
    let refusal = next.component == challenge.component ? next.refusal : nil
    var pairs = tags.map { YAMLTree.Pair.pair($0.key, $0.value) }
    for (field, value) in given {
      let tree = answers.tree(field, value, to: challenge, isRefused: Self.isRefused(field, refusal, stage))
      pairs.append(.pair(field.name, tree))
    }
    steps.append(
      RecordedStep(
        stage: stage, component: challenge.component,
        fields: (challenge.value["fields"]?.list ?? []).compactMap { $0["field_key"]?.string }, answer: pairs,
        errors: refusal.map { $0.map { ($0.key, Challenge.messages($0.value).first ?? "") } }))
    return next
  }

  /// Whether a refusal is about a field: a prompt tells which of its fields are wrong.
  private static func isRefused(_ field: AskedField, _ refusal: ValueMap?, _ stage: StageKind) -> Bool {
    guard let refusal else { return false }
    return stage != StageKind("prompt") || refusal[field.name] != nil || refusal["non_field_errors"] != nil
  }

  /// Stages that only something else than an answer leads on from: a link, a key to sign with, a page.
  private static let waiting: Set = [
    "authenticator_duo", "authenticator_endpoint_gdtc", "authenticator_webauthn", "autosubmit", "email",
    "endpoint",
    "shell", "source",
  ]

  // MARK: - The end

  private mutating func end(_ challenge: Challenge) async throws(WalkError) -> End {
    if challenge.isFlowError { throw .failed("the flow ends with \(challenge); nothing is recorded") }
    if challenge.isDenial {
      return challenge.denial.isEmpty
        ? .value("denied") : Self.end("denied", TextPattern(matching: challenge.denial).source)
    }
    guard challenge.isRedirect else { return .value("session-end") }
    if let name = try await client.user()?["username"]?.string { return Self.end("signed-in", name) }
    return challenge.target == "/"
      ? .value("signed-out") : Self.end("redirected", TextPattern(matching: challenge.target).source)
  }

  private static func end(_ word: String, _ text: String) -> End {
    .map([.pair(word, .value(.string(text)))])
  }

  // MARK: - The file

  private func text(_ end: End, cleansUp: Bool) throws(WalkError) -> String {
    var test: [YAMLTree.Pair] = [
      .pair("name", .value(.string("\(flow) as recorded"))), .pair("flow", .value(.string(flow))),
      .pair("steps", .list(steps.map(\.tree))), .pair("ends", end),
    ]
    if cleansUp { test.append(.pair("cleanup", .value(true))) }
    do throws(YAMLError) {
      return try Emitter.text(of: .map([.pair("tests", .list([.map(test)]))]))
    } catch {
      throw .failed("the recording cannot be written: \(error)")
    }
  }
}
