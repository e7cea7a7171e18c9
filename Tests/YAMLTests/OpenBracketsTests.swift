import Testing
import YAML

/// What a text leaves open can be closed.
struct OpenBracketsTests {
  @Test(
    arguments: [
      ("a: b", "", false), ("a: [b", "]", false), ("a: [b, {c: [d", "]}]", false),
      ("a: [b, {c: [d]", "}]", false), ("a: !Find [b, [c", "]]", false), ("a: [b: c", "]", false),
      ("a: {b: 'c", "}", true), ("- [a\n- b", "]", false), ("", "", false),
    ] as [(String, String, Bool)])
  func areFound(text: String, closing: String, isInQuotes: Bool) {
    let open = OpenBrackets(of: Array(text.utf8))
    #expect(open.closing == closing)
    #expect(open.isInQuotes == isInQuotes)
  }

  /// Only the depth of a text is limited, because no alias is followed.
  @Test func aDeepTextIsRefused() {
    let deep = String(repeating: "[", count: 600) + String(repeating: "]", count: 600)
    #expect(throws: YAMLError.self) { try SourceReader.read(Array(deep.utf8)) }
    #expect((try? SourceReader.read(Array("a: *unknown".utf8))) != nil)
  }
}
