import Blueprints
import FlowTesting
import Model
import OrderedCollections
import Remote
import RemoteSupport
import Synchronization
import Testing

@Suite struct FlowRecorderTests {
  /// Answers one after the other, and then none.
  private final class ScriptedDialogue: RecordingDialogue {
    private let state: Mutex<(answers: [String], told: [String], asked: [RecordingQuestion])>

    init(_ answers: [String]) { state = Mutex((answers, [], [])) }

    var told: [String] { state.withLock { $0.told } }
    var asked: [RecordingQuestion] { state.withLock { $0.asked } }

    func tell(_ line: String) { state.withLock { $0.told.append(line) } }

    func ask(_ question: RecordingQuestion) -> String? {
      state.withLock { state in
        state.asked.append(question)
        return state.answers.isEmpty ? nil : state.answers.removeFirst()
      }
    }
  }

  private func record(
    _ dialogue: ScriptedDialogue, at browser: ScriptedBrowser, api: LiveAPI = quietAPI(),
    allowsWrites: Bool = true, isProtected: Bool = false
  ) async throws -> FlowRecording {
    let operation = FlowTestOperation(browser, try ServerAddress("http://authentik.example.com"), api)
    return try await operation.record(
      "acme-login", with: dialogue, allowsWrites: allowsWrites, isProtected: isProtected)
  }

  private static let identification = APIResponse.challenge(
    "ak-stage-identification",
    ["flow_info": ["title": "Welcome!"], "user_fields": ["username", "email"], "password_fields": false])
  private static let prompt = APIResponse.challenge(
    "ak-stage-prompt",
    [
      "fields": [
        ["field_key": "intro", "type": "static", "label": "Hello", "required": true],
        ["field_key": "username", "type": "username", "label": "User name", "required": true],
        ["field_key": "password", "type": "password", "label": "Password", "required": true],
        ["field_key": "password_repeat", "type": "password", "label": "Once more", "required": true],
        ["field_key": "age", "type": "number", "label": "Age", "required": true],
        ["field_key": "news", "type": "checkbox", "label": "News", "required": true],
        ["field_key": "nick", "type": "text", "label": "Nickname", "required": false],
        [
          "field_key": "country", "type": "dropdown", "label": "Country", "required": true,
          "initial_value": "de",
          "choices": [["value": "de", "label": "Germany"], ["value": "fr", "label": "France"]],
        ],
        [
          "field_key": "colour", "type": "radio-button-group", "label": "Colour", "choices": ["red", "blue"],
        ],
      ]
    ])

  @Test func aLoginIsRecordedWithItsMistakes() async throws {
    func server() -> ScriptedBrowser {
      ScriptedBrowser(
        Self.identification, .challenge("ak-stage-password"),
        .refusal("ak-stage-password", ["password": "Invalid password (again?)"]), .redirect(to: "/"),
        user: ["username": "alice"])
    }
    let dialogue = ScriptedDialogue(["alice", "hunter1", "hunter2"])
    let recording = try await record(dialogue, at: server())
    #expect(
      recording.text == """
        tests:
        - name: acme-login as recorded
          flow: acme-login
          steps:
          - stage: identification
            answer:
              uid_field: alice
          - stage: password
            answer:
              password: !Env ALICE_WRONG_PASSWORD
            errors:
              password: Invalid password (again?)
          - stage: password
            answer:
              password: !Env ALICE_PASSWORD
          ends:
            signed-in: alice

        """)
    #expect(recording.variables == ["ALICE_WRONG_PASSWORD", "ALICE_PASSWORD"])
    #expect(
      dialogue.asked == [
        RecordingQuestion("User (username or email)"), RecordingQuestion("Password", isSecret: true),
        RecordingQuestion("Password", isSecret: true),
      ])
    #expect(
      dialogue.told == [
        "Stage `identification` (Welcome!)", "Stage `password`",
        "The stage refuses the answer with `password`: Invalid password (again?).", "Stage `password`",
      ])
    let set = try TestText.read(recording.text) {
      $0.environment.variables = ["ALICE_WRONG_PASSWORD": "hunter1", "ALICE_PASSWORD": "hunter2"]
    }
    #expect(TestText.findings(set) == [])
    let results = try await run(try #require(set.tests.first), at: server())
    #expect(results.map(\.verdict) == [.passed])
  }

  /// Texts of the server are patterns in the file; one that is no regular expression is written so that it matches.
  @Test func aRefusedPromptIsRecordedSoThatItCanBeReadBack() async throws {
    let message = "Wrong format: YYYY[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]."
    func server() -> ScriptedBrowser {
      let fields: Value = [
        [
          "field_key": "when", "label": "When", "type": "date-time", "required": true, "initial_value": .null,
        ],
        [
          "field_key": "pass", "label": "Password", "type": "password", "required": true, "initial_value": "",
        ],
      ]
      return ScriptedBrowser(
        .challenge("ak-stage-prompt", ["fields": fields]),
        .challenge(
          "ak-stage-prompt",
          [
            "fields": fields,
            "response_errors": ["when": [["string": .string(message), "code": "invalid"]]],
          ]),
        .challenge("ak-stage-access-denied", ["error_message": "Closed (for [now"]))
    }
    let dialogue = ScriptedDialogue(["tomorrow", "hunter2", "2026-01-02T03:04:05Z", "hunter2"])
    let recording = try await record(dialogue, at: server())
    #expect(dialogue.asked.prefix(2).map(\.label) == ["When", "Password"])
    // Only the date was wrong.
    #expect(recording.variables == ["PASS"])
    let set = try TestText.read(recording.text) { $0.environment.variables = ["PASS": "hunter2"] }
    #expect(TestText.findings(set) == [])
    #expect(try await run(try #require(set.tests.first), at: server()).map(\.verdict) == [.passed])
  }

  @Test func aPromptIsAskedFieldByField() async throws {
    let browser = ScriptedBrowser(Self.prompt, .redirect(to: "/if/user/"))
    let dialogue = ScriptedDialogue(["ada", "s3cret!", "s3cret!", "36", "yes", "", "fr", "blue"])
    let api = ScriptedTransport { request, _ in
      request.path.hasPrefix("/flows/instances/")
        ? .json(200, ["pk": "f1"])
        : .page([["stage_obj": ["meta_model_name": "authentik_stages_user_write.userwritestage"]]])
    }.api()
    let recording = try await record(dialogue, at: browser, api: api)
    #expect(
      dialogue.asked.map(\.label) == [
        "User name", "Password", "Once more", "Age", "News (yes, no)", "Nickname", "Country (de, fr) [de]",
        "Colour (red, blue)",
      ])
    #expect(dialogue.asked.filter(\.isSecret).map(\.label) == ["Password", "Once more"])
    #expect(
      browser.requests[1].json == [
        "component": "ak-stage-prompt", "username": "ada", "password": "s3cret!",
        "password_repeat": "s3cret!",
        "age": 36, "news": true, "country": "fr", "colour": "blue",
      ])
    #expect(
      recording.text.contains(
        """
            answer:
              username: ada
              password: !Env ADA_PASSWORD
              password_repeat: !Env ADA_PASSWORD
              age: 36
              news: true
              country: fr
              colour: blue
          ends:
            redirected: /if/user/
          cleanup: true
        """))
    #expect(recording.leftBehind == ["the user `ada`, if the flow has made one"])
  }

  @Test func oneTimeCodesAreWrittenByTheirTags() async throws {
    func validate(_ kinds: String...) -> APIResponse {
      .challenge(
        "ak-stage-authenticator-validate",
        [
          "pending_user": "alice",
          "device_challenges": .list(kinds.map { ["device_class": .string($0)] }),
        ])
    }
    let browser = ScriptedBrowser(
      validate("totp"), validate("static"), validate("static", "totp"), validate("static", "totp"),
      validate("sms"),
      .challenge("ak-stage-authenticator-static", ["codes": ["abcd1234"]]), validate("static"),
      .redirect(to: "/"))
    let dialogue = ScriptedDialogue(["123456", "k7E9WyY4", "k7E9WyY4", "123456", "987654"])
    let text = try await record(dialogue, at: browser).text
    let codes = text.split(separator: "\n").compactMap { line in
      line.firstRange(of: "code: ").map { String(line[$0.upperBound...]) }
    }
    #expect(
      codes == [
        "!TOTP [!Env TOTP_SECRET]", "!StaticCode alice", "!StaticCode alice", "!TOTP [!Env TOTP_SECRET]",
        "!Env CODE", "!StaticCode",
      ])
    #expect(browser.requests.last { $0.method == "POST" }?.json?["code"] == "abcd1234")
    let set = try TestText.read(text) {
      $0.environment.variables = ["TOTP_SECRET": "GEZDGNBV", "CODE": "987654"]
    }
    #expect(TestText.findings(set) == [])
    #expect(set.tests.first?.steps.last?.answer == ["code": .staticCode(user: nil)])
    #expect(set.tests.first?.steps.first?.answer == ["code": .totp(secret: "GEZDGNBV")])
  }

  @Test(arguments: [
    (
      APIResponse.challenge("ak-stage-access-denied", ["error_message": "Closed: today"]),
      "\n  ends:\n    denied: 'Closed: today'\n"
    ),
    (.challenge("ak-stage-access-denied"), "\n  ends: denied\n"),
    (.redirect(to: "/"), "\n  ends: signed-out\n"),
    (.challenge("ak-stage-session-end"), "\n  ends: session-end\n"),
    (.challenge("ak-stage-email"), "\n  ends: email\n"),
    (.challenge("ak-stage-authenticator-webauthn"), "\n  ends: authenticator_webauthn\n"),
    // Nobody answers.
    (.challenge("ak-stage-password"), "\n  ends: password\n"),
  ])
  func theEndIsWritten(end: APIResponse, text: String) async throws {
    let browser = ScriptedBrowser(Self.identification, end)
    let recording = try await record(ScriptedDialogue(["alice"]), at: browser)
    #expect(recording.text.hasSuffix(text))
    #expect(TestText.findings(try TestText.read(recording.text)) == [])
  }

  @Test func aStageThatRefusesWithoutAQuestionEndsTheRecording() async throws {
    let browser = ScriptedBrowser(
      .challenge("ak-stage-captcha"), .refusal("ak-stage-captcha", ["token": "Failed to validate token"]))
    let recording = try await record(ScriptedDialogue([]), at: browser)
    #expect(recording.text.hasSuffix("      token: Failed to validate token\n  ends: captcha\n"))
  }

  @Test(arguments: [
    (
      APIResponse.challenge("ak-stage-teleport"),
      "the flow shows a challenge `ak-stage-teleport`, which flowform does not know; it cannot be recorded"
    ),
    (
      .challenge("ak-stage-flow-error", ["request_id": "r1"]),
      "the flow ends with an error of the server (request r1; the log of the server has the cause); nothing is recorded"
    ),
    (
      .page(404),
      "the server has no flow `acme-login`; apply the blueprint that describes it, or correct the test's `flow`"
    ),
  ])
  func whatCannotBeRecordedIsTold(answer: APIResponse, message: String) async throws {
    await #expect { _ = try await record(ScriptedDialogue([]), at: ScriptedBrowser(answer)) } throws: {
      "\($0)" == message
    }
  }

  @Test func aFlowThatWritesNeedsLeave() async throws {
    let api = ScriptedTransport { request, _ in
      request.path.hasPrefix("/flows/instances/")
        ? .json(200, ["pk": "f1"])
        : .page([["stage_obj": ["meta_model_name": "authentik_stages_email.emailstage"]]])
    }.api()
    let browser = ScriptedBrowser(Self.identification)
    for (isAllowed, isProtected) in [(false, false), (true, true)] {
      await #expect {
        _ = try await record(
          ScriptedDialogue([]), at: browser, api: api, allowsWrites: isAllowed, isProtected: isProtected)
      } throws: { "\($0)".contains("the flow has the stage `email`, which sends e-mails") }
    }
    #expect(browser.requests.isEmpty)
  }
}
