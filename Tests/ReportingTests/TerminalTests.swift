import Reporting
import Testing

@Suite struct TerminalTests {
  @Test(arguments: [
    ("plain é 😀", "plain é 😀"), ("\u{1B}[31mred", "\\u{1B}[31mred"), ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
    ("\u{7}\u{0}\u{7F}", "\\u{7}\\u{0}\\u{7F}"),
    ("\u{9B}31m\u{85}", "\\u{9B}31m\\u{85}"), ("\u{202E}abc\u{2066}", "\\u{202E}abc\\u{2066}"),
    ("\u{FEFF}x\u{200B}", "\\u{FEFF}x\\u{200B}"),
    ("\u{2028}", "\\u{2028}"), ("👩\u{200D}💻", "👩\u{200D}💻"),
  ])
  func writesControlCharactersOut(text: String, escaped: String) {
    #expect(Terminal.escaped(text) == escaped)
  }

  @Test func keepsLinesWhereAskedTo() {
    #expect(Terminal.escaped("a\n\tb\u{1B}", keepsLines: true) == "a\n b\\u{1B}")
  }

  @Test func paintsOnlyInColour() {
    #expect(Terminal(hasColour: false).paint("x", .red) == "x")
    #expect(Terminal(hasColour: true).paint("x", .red) == "\u{1B}[31mx\u{1B}[0m")
  }
}
