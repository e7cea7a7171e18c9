import LanguageServer
import Model
import TestSupport
import Testing
import YAML

@Suite struct RepairedTextTests {
  /// Lines that are no YAML where they stand, or change what follows.
  private static let garbage = [
    "  x: [", "\tx", "  'x", "  \"x: ", "- [", "  x: y: z", "}", "  <<: *nothing", "  !KeyOf", "@",
  ]

  @Test(arguments: garbage)
  func allOtherLinesStay(_ line: String) throws {
    for file in try ProjectFiles.blueprints() {
      let lines = String(decoding: file.bytes, as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false)
      for position in stride(from: 0, to: lines.count, by: 7) {
        var changed = lines
        changed.insert(Substring(line), at: position)
        let bytes = Array(changed.joined(separator: "\n").utf8)
        let (text, error) = RepairedText.repair(bytes)
        guard error != nil else { continue }
        let repaired = try #require(text, "\(file.file), line \(position + 1)")
        #expect(throws: Never.self) { try NodeReader.read(repaired.bytes) }
        #expect(repaired.bytes.count == bytes.count)
        let (before, after) = (SourceLines(bytes), SourceLines(repaired.bytes))
        for number in 1...before.count where !repaired.blankLines.contains(number) {
          #expect(before[number] == after[number])
        }
      }
    }
  }

  @Test func aTextThatIsYAMLStaysAsItIs() {
    let bytes = Array("a: [1]\n".utf8)
    let (text, error) = RepairedText.repair(bytes)
    #expect(text?.bytes == bytes)
    #expect(error == nil)
  }

  @Test func mostlyOnlyOneLineIsLeftOut() throws {
    let text = "entries:\n- model: a\n  id: x\n  attrs:\n    title\n    name: y\n- model: b\n"
    let repaired = try #require(RepairedText.repair(Array(text.utf8)).text)
    #expect(repaired.blankLines == [5])
  }
}
