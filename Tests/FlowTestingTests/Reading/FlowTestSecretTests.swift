import Blueprints
import FlowTesting
import Model
import TestSupport
import Testing

@Suite struct FlowTestSecretTests {
  private func mask(_ answer: String, name: String = "a test") throws -> SecretMask {
    let set = try TestText.read(
      "tests:\n- name: \(name)\n  flow: login\n  ends: denied\n  steps: [{stage: prompt, answer: {\(answer)}}]\n"
    )
    try #require(set.tests.count == 1, "\(set.diagnostics)")
    return set.secretMask
  }

  @Test(arguments: [
    ("password: hunter2x", "hunter2x"), ("password_repeat: hunter2x", "hunter2x"), ("code: 987654", "987654"),
    ("a: !Env ALICE_PASSWORD", "correct horse"), ("a: !File key", "from the file key"),
    ("a: !Format ['x%s', !Env ALICE_PASSWORD]", "correct horse"), ("token: abcdefgh", "abcdefgh"),
    ("a: !TOTP JBSWY3DPEHPK3PXP", "JBSWY3DPEHPK3PXP"),
  ])
  func secretsAreMasked(answer: String, secret: String) throws {
    #expect(try mask(answer)("the server says \(secret)!") == "the server says (secret)!")
  }

  @Test func namesOfTestsAreMasked() throws {
    #expect(
      try mask("a: b", name: "!Format ['sign in with %s', !Env ALICE_PASSWORD]")("sign in with correct horse")
        == "sign in with (secret)")
  }

  @Test(arguments: [
    ("username: alice", "a test"), ("password: wrong", "a wrong password"), ("password: prompt", "a test"),
  ])
  func whatIsShownAnywayIsNoSecret(answer: String, name: String) throws {
    #expect(try mask(answer, name: name)("alice, wrong, prompt") == "alice, wrong, prompt")
  }

  @Test func messagesShowNoSecret() throws {
    let set = try TestText.read(
      TestText.test("steps:\n- stage: prompt\n  title: !Format ['[%s', !Env ALICE_PASSWORD]"))
    #expect(set.diagnostics.first?.message.contains("`[(secret)` is no regular expression") == true)
  }
}
