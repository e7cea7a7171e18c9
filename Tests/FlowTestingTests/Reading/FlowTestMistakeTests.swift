import Blueprints
import FlowTesting
import Model
import TestSupport
import Testing

@Suite struct FlowTestMistakeTests {
  @Test(arguments: [
    ("", "1:1: the file holds no tests; expected `tests` with a list"),
    ("[]", "1:1: the file is a list; expected a map"),
    ("{}", "1:1: the file has no `tests`; expected a list"),
    ("test: []", "1:1: unknown key `test` in the file; did you mean `tests`?"),
    ("tests: {}", "1:8: `tests` is a map; expected a list"),
    ("tests: [login]", "1:9: a test is the text `login`; expected a map"),
    ("tests: [{flow: login, ends: denied}]", "1:9: a test has no `name`"),
    ("tests: [{name: a, ends: denied}]", "1:9: a test has no `flow`"),
    ("tests: [{name: a, flow: login}]", "1:9: a test has no `ends`; expected signed-in, signed-out"),
    ("tests: [{name: a, flow: a/b, ends: denied}]", "1:25: `a/b` is no slug of a flow"),
    ("tests: [{name: '', flow: login, ends: denied}]", "1:16: `name` is empty; expected a text"),
    (
      "tests: [{name: a, flow: login, ends: denied, stepz: []}]",
      "unknown key `stepz` in a test; did you mean `steps`?"
    ),
    (
      "tests: [{name: a, flow: login, ends: denied, cleanup: 3}]",
      "1:55: `cleanup` is `3`; expected true or false"
    ),
    (
      "tests:\n- {name: a, flow: b, ends: denied}\n- {name: a, flow: c, ends: denied}",
      "3:3: the test at line 2 has the name `a` too; give each test its own name"
    ),
    ("tests: [", "2:1: "),
  ])
  func aMistakeOfAFileIsTold(text: String, message: String) throws {
    let findings = TestText.findings(try TestText.read(text))
    #expect(findings.contains { $0.contains(message) }, "\(findings)")
  }

  @Test(arguments: [
    (
      "signed in",
      "4:9: there is no stage `signed in`; expected a stage or one of signed-in, signed-out, redirected, denied, by the name that its model has; did you mean `signed-in`?"
    ),
    ("pasword", "did you mean `password`?"), ("{}", "4:9: `ends` has 0 keys; a run ends in one way"),
    ("{signed-in: a, denied: b}", "4:9: `ends` has 2 keys"),
    ("{signedin: a}", "unknown key `signedin` in `ends`; did you mean `signed-in`?"),
    ("{denied: \"(\"}", "4:18: `(` is no regular expression"),
    ("{signed-out: a}", "4:22: `signed-out` takes no value"),
    ("[a]", "4:9: `ends` is a list; expected a text"),
    ("{signed-in: {usr: a}}", "4:22: unknown key `usr` in `signed-in`"),
    ("user_write", "4:9: the stage `user_write` acts without asking anything"),
    ("{stage: nothing}", "4:17: there is no stage `nothing`; expected a stage, by"),
  ])
  func aMistakeOfTheEndIsTold(ends: String, message: String) throws {
    let set = try TestText.read(TestText.test("", ends: ends))
    #expect(set.tests.isEmpty)
    #expect(TestText.findings(set).contains { $0.contains(message) }, "\(TestText.findings(set))")
  }

  @Test(arguments: [
    ("- {answer: {}}", "6:5: a step has no `stage`"),
    (
      "- stage: identificaton",
      "6:12: there is no stage `identificaton`; expected a stage, by the name that its model has; did you mean `identification`?"
    ),
    ("- {stage: user_login, anwser: {}}", "6:25: unknown key `anwser` in a step; did you mean `answer`?"),
    ("- {stage: invitation}", "6:13: the stage `invitation` acts without asking anything"),
    ("- {stage: password, fields: [a]}", "6:23: only the stage `prompt` shows `fields`"),
    ("- {stage: password, title: '['}", "6:30: `[` is no regular expression; put a backslash"),
    ("- {stage: password, errors: {password: '*'}}", "6:42: `*` is no regular expression"),
    ("- {stage: password, answer: [a]}", "6:31: `answer` is a list; expected a map"),
    ("- {stage: password, answer: null}\n- {stage: dummy}", "7:5: the step before this one answers nothing"),
    ("- {stage: deny}\n- {stage: dummy}", "7:5: no stage follows `deny`"),
    ("- {stage: deny, answer: {a: b}}", "6:19: the stage `deny` takes no answer; remove `answer`"),
    ("- {stage: password, answer: null, errors: {}}", "6:5: a step that answers nothing causes no errors"),
    ("- {stage: password, answer: {a: !TOPT x}}", "6:35: there is no tag !TOPT"),
    (
      "- {stage: password, answer: {a: !Find [authentik_core.user, [username, a]]}}",
      "6:35: !Find names an object of a blueprint or of the server, and this file has neither"
    ),
    ("- {stage: password, answer: {a: !EmailToken }}", "6:35: !EmailToken takes the name of a user"),
    ("- {stage: password, answer: {a: !TOTP 1nv@lid}}", "6:35: !TOTP takes a secret in base32"),
    ("- {stage: password, answer: {a: [!TOTP A]}}", "6:36: !TOTP makes the whole value of a field"),
    (
      "- {stage: password, answer: {code: 012345}}",
      "6:38: YAML reads `012345` as the number 5349; put it in quotes"
    ),
    ("- {stage: password, answer: {a: !KeyOf x}}", "6:35: !KeyOf names an object"),
    ("- password", "6:5: a step is the text `password`; expected a map"),
  ])
  func aMistakeOfAStepIsTold(steps: String, message: String) throws {
    let set = try TestText.read(TestText.test("steps:\n" + steps))
    #expect(set.tests.isEmpty)
    #expect(TestText.findings(set).contains { $0.contains(message) }, "\(TestText.findings(set))")
  }

  @Test func aRunCannotEndBehindAStageThatWaits() throws {
    let set = try TestText.read(TestText.test("steps:\n- {stage: dummy, answer: null}", ends: "password"))
    #expect(TestText.findings(set).first?.contains("the run waits at `dummy`") == true)
  }

  @Test func allMistakesAreToldInTheirOrder() throws {
    let set = try TestText.read(
      """
      tests:
      - name: first
        flow: a b
        ends: nowhere
        steps:
        - {stage: password, answer: {password: !Env MISSING}, errors: {password: "["}}
      - {name: second, flow: b, ends: denied}
      """)
    #expect(set.diagnostics.compactMap { $0.location?.line } == [3, 4, 6, 6])
    #expect(set.tests.map(\.name) == ["second"])
    #expect(set.diagnostics.allSatisfy { [.test, .tag].contains($0.code) })
  }
}
