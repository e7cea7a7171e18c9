import Model
import OrderedCollections
import Testing

@Suite struct SecretMaskTests {
  @Test(
    arguments: [
      ("hunter22", "\"hunter22\" is not a valid choice.", "\"(secret)\" is not a valid choice."),
      ("  hunter22\n", "`hunter22` is refused", "`(secret)` is refused"),
      // In its JSON form.
      ("a\"b\\c", #"{"x":"a\"b\\c"}"#, #"{"x":"(secret)"}"#),
      // Each line of several, unless it is too common.
      ("{\n  first line\n  null,\n}", "bad: first line, null, }", "bad: (secret), null, }"),
      (["deep": [["deeper": "hunter22"], 123_456]], "hunter22 123456 12", "(secret) (secret) 12"),
      // A message may quote the beginning of a long text.
      (
        .string(String(repeating: "0123456789", count: 9)),
        "`\(String(repeating: "0123456789", count: 6))…`", "`(secret)…`"
      ),
      // A short secret is only hidden inside quotes.
      (
        "abc", "abc: `abc`, \"abc\" and 'abc' in abcdef",
        "abc: `(secret)`, \"(secret)\" and '(secret)' in abcdef"
      ),
      ("", "nothing", "nothing"), (.null, "null", "null"), (true, "true", "true"),
    ] as [(Value, String, String)])
  func takesSecretsOutOfMessages(secret: Value, message: String, masked: String) {
    #expect(SecretMask([secret])(message) == masked)
  }

  @Test func leavesNothingOfALongerSecret() {
    #expect(SecretMask(["hunter", "hunter22"])("hunter22 hunter") == "(secret) (secret)")
  }

  @Test func leavesWhatIsShownAnyway() {
    #expect(SecretMask(["login", "hunter22"], except: ["login"])("login hunter22") == "login (secret)")
  }

  @Test func aLineThatHoldsASecretIsNotShown() {
    let source = SourceText(file: "b.yaml", bytes: Array("a: 1\nb: hunter22\n".utf8))
    let found: [Diagnostic] = [1, 2, 2, 1].map {
      .error("hunter22", at: Model.SourceLocation(file: "b.yaml", line: $0, column: 1))
    }
    let masked = found.masked(by: SecretMask(["hunter22"]), sources: [source])
    #expect(masked.map(\.message) == Array(repeating: "(secret)", count: 4))
    #expect(masked.map(\.showsLine) == [true, false, false, true])
  }

  @Test(arguments: [
    ("password: hunter22", true), ("    \"client_secret\" : x", true), ("- {a: 1, token: x}", true),
    ("key: |", true), ("password: !Env PASSWORD", false), ("password:", false), ("password_field: x", false),
    ("name: password", false), ("title: token", false), ("'TOKEN':\thush", true), ("password:hush", false),
    ("monkey: a", false), ("::: : a", false), ("", false),
  ])
  func knowsALineThatGivesASecret(line: String, gives: Bool) {
    #expect(SecretName.isGiven(in: line) == gives)
  }
}
