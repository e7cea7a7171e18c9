import Model
import Testing

struct PythonPatternTests {
  @Test(arguments: [
    ("https://example\\.com/.*", true), ("", true), ("[]a]", true), ("[^]]", true), ("(?P<name>a)", true),
    ("(?i)a", true), ("\\N{DIGIT ONE}", true), ("\\d+\\Z", true),
    ("(", false), ("[a", false), ("*a", false), ("a{2,1}", false), ("\\h", false), ("(?<name>a)", false),
    ("a(?i)", false),
  ])
  func compilesAsPythonDoes(pattern: String, compiles: Bool) {
    #expect(PythonPattern.compiles(pattern) == compiles)
  }
}
