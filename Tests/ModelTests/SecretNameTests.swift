import Model
import Testing

struct SecretNameTests {
  @Test(arguments: [
    ("  client_secret: hush", true), ("  \"password\" : hush", true), ("'TOKEN':\thush", true),
    ("{name: a, key: b}", true), ("  password: !Env PASSWORD", false), ("  password:", false),
    ("  password:hush", false), ("  name: my password", false), ("  monkey: a", false), ("::: : a", false),
    ("", false), ("a_password: x", true),
  ])
  func isGiven(line: String, expected: Bool) {
    #expect(SecretName.isGiven(in: line) == expected)
  }
}
