import Foundation
import TestSupport
import Testing

/// Texts that a user reads are plain English.
struct PlainEnglishTests {
  /// The embedded server speaks as authentik does.
  private static let others = ["Sources/Sandbox/Engine/", "Sources/Sandbox/Rows/"]

  private static func files() throws -> [String] {
    let root = ProjectRoot.url
    let found = FileManager.default.enumerator(atPath: root.appending(path: "Sources").path)
    let paths = (found?.allObjects ?? []).compactMap { $0 as? String }.map { "Sources/" + $0 }
    return paths.filter { path in path.hasSuffix(".swift") && !others.contains { path.hasPrefix($0) } }
  }

  @Test func noTextHasToBeReadTwice() throws {
    let files = try Self.files()
    #expect(files.count > 400)
    var count = 0
    for file in files {
      for literal in SwiftLiterals.all(in: try ProjectFiles.text(file)) {
        count += 1
        let phrases = PlainEnglish.phrases(in: literal.text)
        #expect(phrases.isEmpty, "\(file):\(literal.line): \(phrases.joined(separator: ", "))")
      }
    }
    #expect(count > 3000)
  }

  /// A comment is one text, though it has several lines.
  private static func comments(_ source: String) -> [(line: Int, text: String)] {
    var comments: [(line: Int, text: String)] = []
    var isOpen = false
    for (index, line) in source.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let text = line.drop { $0 == " " }
      if text.hasPrefix("//") {
        if !isOpen { comments.append((index + 1, "")) }
        comments[comments.count - 1].text += " " + text.drop { $0 == "/" }
      }
      isOpen = text.hasPrefix("//")
    }
    return comments
  }

  @Test func noCommentHasToBeReadTwice() throws {
    var count = 0
    for file in try Self.files() {
      for comment in Self.comments(try ProjectFiles.text(file)) {
        count += 1
        let phrases = PlainEnglish.phrases(in: comment.text)
        #expect(phrases.isEmpty, "\(file):\(comment.line): \(phrases.joined(separator: ", "))")
      }
    }
    #expect(count > 3000)
  }

  @Test func literalsAreFound() {
    let source = #"""
      let a = "one" // "no"
      let b = "two \(c.map { "inner \($0)" } ?? "") three \" four"
      let d = """
        five
        """
      """#
    let found = SwiftLiterals.all(in: source)
    #expect(found.map(\.line) == [1, 2, 2, 2, 3])
    #expect(found.map(\.text) == ["one", "inner x", "", #"two x three " four"#, "\n  five\n  "])
  }

  @Test(arguments: [
    ("the files, of which two are new", 1), ("What is gone, besides", 2), ("whatis", 0), ("a plan", 0),
  ])
  func phrasesAreFound(_ text: String, _ count: Int) {
    #expect(PlainEnglish.phrases(in: text).count == count)
  }
}
