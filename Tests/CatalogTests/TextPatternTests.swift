import Catalog
import OrderedCollections
import Testing

@Suite struct TextPatternTests {
  @Test(arguments: [
    ("a-B_9", TextPattern.slug, true), ("", TextPattern.slug, false), ("a b", TextPattern.slug, false),
    ("ü", TextPattern.slug, false), ("a\n", TextPattern.slug, false), ("abc", "b", true),
    ("abc", "^b", false),
    ("x1", #"^[a-z]\d$"#, true), ("anything", "(", true),
  ])
  func isFoundInATextOrNot(text: String, pattern: String, isFound: Bool) {
    #expect(TextPattern.matches(text, pattern) == isFound)
  }
}
