import Blueprints
import FlowTesting
import Model
import OrderedCollections
import TestSupport
import Testing

@Suite struct FlowTestReaderTests {
  private static let login = """
    context: {tenant: acme}
    tests:
    - name: staff sign in with a password
      flow: !Format ["%s-login", !Context tenant]
      query: {next: /if/user/}
      steps:
      - stage: identification
        title: Welcome to .*
        sources: [Google]
        shows: {flow_info.layout: stacked, show_source_labels: false}
        answer: {uid_field: !Env USER_NAME}
      - stage: authentik_stages_password.PasswordStage
        answer: {password: !Env ALICE_PASSWORD}
      - {stage: authenticator_validate, devices: [totp], answer: {code: !TOTP JBSWY3DPEHPK3PXP}}
      - stage: prompt
        fields: [username, newsletter]
        answer: {username: alice, newsletter: true}
        errors: {username: .* taken\\.}
      ends: {signed-in: {user: alice, groups: [staff]}}
      cleanup: true
    """

  @Test func aTestIsReadWhole() throws {
    let set = try TestText.read(Self.login) { $0.environment.shownPatterns = ["USER_NAME"] }
    #expect(TestText.findings(set) == [])
    let test = try #require(set.tests.first)
    #expect(test.name == "staff sign in with a password")
    #expect(test.flow == "acme-login")
    #expect(test.query == ["next": .value("/if/user/")])
    #expect(test.end == .signedIn(user: "alice", groups: ["staff"]))
    #expect(test.cleansUp)
    #expect(test.place(of: FieldPath([])).description == "a.flowtest.yaml:3:3")
    #expect(
      test.steps.map(\.stage.name) == ["identification", "password", "authenticator_validate", "prompt"])
    #expect(test.steps[0].shows.title == TextPattern("Welcome to .*"))
    #expect(test.steps[0].shows.sources == ["Google"])
    #expect(
      test.steps[0].shows.values == [
        FieldPath(printed: "flow_info.layout"): TextPattern("stacked"),
        FieldPath("show_source_labels"): TextPattern("false"),
      ])
    #expect(test.steps[0].answer == ["uid_field": .value("alice")])
    #expect(test.steps[1].answer == ["password": .value("correct horse")])
    #expect(test.steps[2].answer == ["code": .totp(secret: "JBSWY3DPEHPK3PXP")])
    #expect(test.steps[2].shows.devices == ["totp"])
    #expect(test.steps[3].shows.fields == ["username", "newsletter"])
    #expect(test.steps[3].answer == ["username": .value("alice"), "newsletter": .value(true)])
    #expect(test.steps[3].errors == ["username": TextPattern(#".* taken\."#)])
    #expect(test.place(of: FieldPath(printed: "steps[3].answer.newsletter")).line == 17)
    #expect(test.place(of: FieldPath(printed: "steps[3].answer.other")).line == 17)
    #expect(test.place(of: FieldPath(printed: "steps[7].answer")) == test.place(of: FieldPath([])))
  }

  @Test(arguments: [
    ("signed-in", ExpectedEnd.signedIn(user: nil, groups: nil)),
    ("{signed-in: alice}", .signedIn(user: "alice", groups: nil)),
    ("{signed-in: {groups: []}}", .signedIn(user: nil, groups: [])),
    ("signed-out", .signedOut), ("{signed-out: null}", .signedOut), ("redirected", .redirected(to: nil)),
    ("{redirected: /to/}", .redirected(to: TextPattern("/to/"))), ("denied", .denied(message: nil)),
    (#"{denied: "Invalid .*"}"#, .denied(message: TextPattern("Invalid .*"))),
    ("password", .stage(StageKind("password"))), ("{stage: email}", .stage(StageKind("email"))),
    ("deny", .denied(message: nil)), ("session-end", .stage(StageKind("session-end"))),
  ])
  func aRunEndsInOneWay(written: String, end: ExpectedEnd) throws {
    let set = try TestText.read(TestText.test("", ends: written))
    #expect(TestText.findings(set) == [])
    #expect(set.tests.first?.end == end)
  }

  @Test(arguments: [
    ("", "signed-in", false), ("answer: {}", "signed-in", false), ("", "dummy", true),
    ("answer: null", "signed-in", true), ("answer: {}", "dummy", false), ("errors: {}", "dummy", false),
  ])
  func theLastStepMayOnlyLook(line: String, ends: String, looks: Bool) throws {
    let set = try TestText.read(TestText.test("steps:\n- stage: dummy\n  \(line)", ends: ends))
    #expect(TestText.findings(set) == [])
    #expect(set.tests.first?.steps.first?.answer == (looks ? nil : [:]))
  }

  @Test(arguments: [
    ("code: !TOTP ", AnswerValue.totp(secret: nil)), ("code: !TOTP [!Env USER_NAME]", .totp(secret: "alice")),
    ("code: !StaticCode ", .staticCode(user: nil)), ("code: !StaticCode bob", .staticCode(user: "bob")),
    ("code: !StaticCode [!Env USER_NAME]", .staticCode(user: "alice")),
    ("flow_token: !EmailToken bob", .emailToken(user: "bob")), ("code: \"0123\"", .value("0123")),
    ("key: !File key.txt", .value("from the file key.txt")), ("x: [a, {b: 1}]", .value(["a", ["b": 1]])),
  ])
  func valuesAreMade(written: String, value: AnswerValue) throws {
    let set = try TestText.read(TestText.test("steps:\n- stage: prompt\n  answer: {\(written)}"))
    #expect(TestText.findings(set) == [])
    #expect(set.tests.first?.steps.first?.answer?.values.first == value)
  }

  @Test func aVariableThatIsNotSetIsAMistakeOnlyWithAServer() throws {
    let text = TestText.test("steps:\n- stage: password\n  answer: {password: !Env NOBODY}")
    #expect(try TestText.read(text, isOffline: true).tests.count == 1)
    let set = try TestText.read(text)
    #expect(set.tests.isEmpty)
    #expect(
      TestText.findings(set) == [
        "7:24: the variable NOBODY is not set or empty; set it, or write `!Env [NOBODY, default]`"
      ])
  }
}
