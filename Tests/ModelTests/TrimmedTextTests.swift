import Model
import Testing

struct TrimmedTextTests {
  @Test(arguments: [
    ("", ""), (" \t\r\n", ""), (" a b ", "a b"), ("\u{A0}a\u{2003}\u{85}", "a"), ("a\r\n", "a"),
    // A zero-width space is not white space.
    ("\u{200B}a", "\u{200B}a"), (" e\u{301} ", "e\u{301}"),
  ])
  func losesWhiteSpaceAtBothEnds(text: String, trimmed: String) {
    #expect(text.trimmed == trimmed)
    #expect(text[...].trimmed == trimmed)
  }

  @Test func losesWhatItIsTold() {
    #expect("--a-b-".trimming { $0 == "-" } == "a-b")
    #expect("---".trimming { $0 == "-" } == "")
  }
}
