import Foundation
import LanguageServer
import Model
import OrderedCollections
import Testing

/// Every place of a blueprint gets an answer.
@Suite struct CompletionEverywhereTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "blueprints")

  @Test(arguments: ["login", "logout"])
  func aRangeHoldsTheCursorAndStaysOnItsLine(_ name: String) throws {
    let text = try String(contentsOf: Self.folder.appending(path: "\(name).yaml"), encoding: .utf8)
    var editor = Editor()
    editor.open(text)
    let document = TextDocument(DocumentURI(Editor.uri), Array(text.utf8))
    var offered = 0
    for offset in 0...document.bytes.count {
      let position = document.position(of: offset)
      let answer = editor.request(
        "textDocument/completion",
        ["textDocument": ["uri": .string(Editor.uri)], "position": position.value])
      let items = try #require(answer["items"]?.list, "\(name) \(position)")
      offered += items.isEmpty ? 0 : 1
      for item in items {
        let range = try #require(TextRange(item["textEdit"]?["range"]))
        #expect(range.start <= position && position <= range.end, "\(name) \(position) \(range)")
        #expect(range.start.line == position.line && range.end.line == position.line, "\(name) \(position)")
        // All items of an answer have the same range.
        break
      }
    }
    // Most of a blueprint is keys and values that are known.
    #expect(offered * 3 > document.bytes.count)
  }

  /// A text that ends anywhere, as while it is typed.
  @Test(arguments: ["login", "stage-configuration"])
  func aTextThatEndsAnywhereIsAnswered(_ name: String) throws {
    let text = try String(contentsOf: Self.folder.appending(path: "\(name).yaml"), encoding: .utf8)
    var editor = Editor()
    editor.open("")
    var version = 1
    for end in stride(from: 0, to: text.utf8.count, by: 7) {
      let prefix = String(decoding: text.utf8.prefix(end), as: UTF8.self)
      version += 1
      editor.change(version, [["text": .string(prefix)]])
      let document = TextDocument(DocumentURI(Editor.uri), Array(prefix.utf8))
      let position = document.position(of: document.bytes.count)
      let answer = editor.request(
        "textDocument/completion",
        ["textDocument": ["uri": .string(Editor.uri)], "position": position.value])
      for item in try #require(answer["items"]?.list).prefix(1) {
        let range = try #require(TextRange(item["textEdit"]?["range"]))
        #expect(range.start.line == position.line && range.end == position, "\(name) \(position)")
      }
    }
  }
}
