import TestSupport
import Testing

@testable import Reporting

@Suite struct LineDiffTests {
  @Test(
    arguments: [
      ("", "", [.kept("")]), ("a\nb", "a\nb", [.gap(2)]), ("a", "b", [.removed("a"), .added("b")]),
      ("a\n", "a", [.kept("a"), .removed("")]),
      ("a\r\nb", "a\nb", [.removed("a\r"), .added("a"), .kept("b")]),
      ("a\nb\nc", "a\nc", [.kept("a"), .removed("b"), .kept("c")]),
      ("a\nc", "a\nb\nc", [.kept("a"), .added("b"), .kept("c")]),
      (
        "1\n2\n3\n4\n5\nx", "1\n2\n3\n4\n5\ny",
        [.gap(2), .kept("3"), .kept("4"), .kept("5"), .removed("x"), .added("y")]
      ),
      (
        "x\n1\n2\n3\n4\n5", "y\n1\n2\n3\n4\n5",
        [.removed("x"), .added("y"), .kept("1"), .kept("2"), .kept("3"), .gap(2)]
      ),
    ] as [(String, String, [LineDiff.Line])])
  func showsWhatDiffers(old: String, new: String, lines: [LineDiff.Line]) {
    #expect(LineDiff.lines(from: old, to: new) == lines)
  }

  /// For any two texts, the kept and removed lines are the old text, and the kept and added lines are the new text.
  @Test(arguments: 0..<50)
  func bothTextsAreInIt(seed: UInt64) {
    var random = RandomSource(seed: seed)
    func text() -> String {
      (0..<Int.random(in: 0...30, using: &random)).map { _ in "\(Int.random(in: 0...4, using: &random))" }
        .joined(separator: "\n")
    }
    let (old, new) = (text(), text())
    let lines = LineDiff.lines(from: old, to: new, context: 1000)
    var (mine, theirs): ([String], [String]) = ([], [])
    for line in lines {
      switch line {
      case .kept(let text):
        mine.append(text)
        theirs.append(text)
      case .removed(let text): mine.append(text)
      case .added(let text): theirs.append(text)
      case .gap: #expect(old == new)
      }
    }
    if old != new {
      #expect(mine.joined(separator: "\n") == old)
      #expect(theirs.joined(separator: "\n") == new)
    }
  }

  @Test func whatIsTooLargeIsReplacedWhole() {
    func text(_ word: String) -> String {
      (0..<1500).map { "\(word) \($0)\nsame\n\(word)" }.joined(separator: "\n")
    }
    let lines = LineDiff.lines(from: text("old"), to: text("new"))
    #expect(lines.count == 9000)
    #expect(!lines.contains(.kept("same")))
  }
}
