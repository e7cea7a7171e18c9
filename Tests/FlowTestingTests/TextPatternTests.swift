import FlowTesting
import Testing

@Suite struct TextPatternTests {
  @Test(arguments: [
    ("Invalid password", "Invalid password"), (".*", ""), (".*", "Invalid password"), (#"\d+"#, "123456"),
    ("yes|no", "no"), ("a|ab", "ab"), ("(Sign|Log) in", "Log in"), ("[a-c]{2}", "cb"), ("^to$", "to"),
    ("(?:a+)b?", "aaa"), (#"/to/\?a=\w+"#, "/to/?a=b_1"), ("(?i)welcome", "Welcome"), (".é", "eé"),
    ("why? (because)", "why? (because)"), ("[^x]*", "a\nb"), ("(a)(b)\\2", "abb"), ("(?=a)a", "a"),
    ("a.b", "a\u{1F468}b"),
  ])
  func aWholeTextMatches(source: String, text: String) {
    #expect(TextPattern(source).matches(text))
  }

  @Test(arguments: [
    ("Invalid", "Invalid password"), ("password", "Invalid password"), (#"\d+"#, "12a"), ("yes|no", "yes no"),
    ("a.b", "a\nb"), ("", "a"), ("welcome", "Welcome"), ("[", "a"),
  ])
  func aPartIsNotEnough(source: String, text: String) {
    #expect(!TextPattern(source).matches(text))
  }

  @Test(arguments: ["(", "[a", "*", "a{2,1}", "(?<x"])
  func aMistakeIsFound(source: String) {
    #expect(!TextPattern(source).isValid)
  }
}
