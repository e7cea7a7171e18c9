import Model
import Testing

@Suite struct SourceLinesTests {
  @Test(arguments: [
    ("", [""]), ("a", ["a"]), ("a\nb", ["a", "b"]), ("a\r\nb\n", ["a", "b", ""]), ("a\rb", ["a", "b"]),
    ("a\u{85}b\u{2028}c\u{2029}d", ["a", "b", "c", "d"]), ("\u{FEFF}a\nb", ["a", "b"]),
    ("\n\n", ["", "", ""]),
    ("â\u{2027}Â", ["â\u{2027}Â"]),
  ])
  func areFound(text: String, expected: [String]) {
    let lines = SourceLines(Array(text.utf8))
    #expect((1...expected.count).map { lines[$0] } == expected)
    #expect(lines[0] == nil)
    #expect(lines[expected.count + 1] == nil)
  }

  @Test(arguments: [(0, 1, 1), (1, 1, 2), (3, 1, 3), (4, 2, 1), (6, 2, 2), (99, 2, 3)])
  func knowLineAndColumnOfAByte(offset: Int, line: Int, column: Int) {
    let position = SourceLines(Array("aé\néz".utf8)).position(ofByte: offset)
    #expect(position.line == line)
    #expect(position.column == column)
  }
}
