import Model
import OrderedCollections
import Reporting
import TestSupport
import Testing

@Suite struct DiagnosticTextTests {
  private static func render(_ text: String, _ diagnostics: [Diagnostic], hasColour: Bool = false) -> String {
    let source = SourceText(file: "b.yaml", bytes: Array(text.utf8))
    return TextReporter(terminal: Terminal(hasColour: hasColour), sources: ["b.yaml": source])
      .diagnostics(diagnostics).error.replacing("\u{1B}", with: "␛")
  }

  private static func at(_ line: Int, _ column: Int, _ file: String = "b.yaml") -> Model.SourceLocation {
    Model.SourceLocation(file: file, line: line, column: column)
  }

  @Test(arguments: [
    ("simple", "a: 1\nb: 2\n", 2, 4), ("non-ascii", "{é: 😀, ü: x}", 1, 11),
    ("wide", "{名前: 値, x: y}", 1, 9), ("combining", "{e\u{301}: x}", 1, 6),
    ("windows", "a: 1\r\nb: 2\r\n", 2, 1),
    ("tab", "\ta: 1", 1, 2), ("end-of-line", "abc", 1, 4), ("beyond", "abc", 1, 99),
    ("no-such-line", "abc", 7, 1),
    ("empty-line", "a\n\nb", 2, 1), ("byte-order-mark", "\u{FEFF}abc", 1, 2),
    ("long", String(repeating: "x", count: 300) + "HERE" + String(repeating: "y", count: 300), 1, 301),
    ("control", "a: \u{1B}[31mred", 1, 9),
    ("far-down", String(repeating: "\n", count: 1233) + "abc", 1234, 2),
  ])
  func showsTheLineWithACaret(name: String, text: String, line: Int, column: Int) {
    Snapshot.expect(Self.render(text, [.error("wrong", at: Self.at(line, column))]), name)
  }

  @Test func showsOfALongLineWhatSurroundsEachOfItsMistakes() {
    let text = (10...200).map { "é\($0)" }.joined(separator: " ")
    let columns = [1, 61, 62, 63, 300, 300, 301, 700, 900, 999]
    Snapshot.expect(
      Self.render(
        text + "\nnext",
        columns.map { .error("wrong", at: Self.at(1, $0)) } + [.error("wrong", at: Self.at(2, 3))]),
      "long-again")
  }

  @Test func aLineThatGivesASecretIsNotShown() {
    let text = Self.render(
      "a: 1\n{b: 2, password: hunter22}\nc: 3", [1, 2, 2, 3].map { .error("wrong", at: Self.at($0, 2)) })
    #expect(text.contains("1 | a: 1") && text.contains("3 | c: 3"), "\(text)")
    #expect(!text.contains("2 | ") && !text.contains("hunter22"), "\(text)")
  }

  @Test func sortsByPlace() {
    let diagnostics: [Diagnostic] = [
      .note("no place", at: nil), .error("third", at: Self.at(2, 1)), .warning("second", at: Self.at(1, 3)),
      .error("first", at: Self.at(1, 1)), .note("also no place", at: nil),
      .error("another file", at: Self.at(1, 1, "a.yaml")),
    ]
    Snapshot.expect(Self.render("abc\ndef", diagnostics), "sorted")
    Snapshot.expect(Self.render("abc\ndef", diagnostics, hasColour: true), "colour")
  }
}
