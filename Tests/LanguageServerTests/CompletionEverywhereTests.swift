import Foundation
import LanguageServer
import Model
import OrderedCollections
import Testing

/// An answer can be had at every place of a blueprint, whatever is there.
@Suite struct CompletionEverywhereTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "blueprints")

  @Test(arguments: ["login", "enrollment"])
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

@Suite struct Scratch {
  @Test func timing() {
    var text = "version: 1\nmetadata: {name: Big}\nentries:\n"
    for i in 0..<1000 {
      text +=
        "  - model: authentik_flows.flow\n    id: flow-\(i)\n    identifiers:\n      slug: flow-\(i)\n    attrs:\n      name: Flow \(i)\n      title: Flow\n      designation: authentication\n"
    }
    text +=
      "  - model: authentik_flows.flowstagebinding\n    identifiers:\n      target: \n      order: 0\n    attrs:\n      \n"
    let brand =
      "entries:\n  - model: authentik_brands.brand\n    attrs:\n      flow_recovery: \n      default: \n"
    var editor = Editor(snippets: true)
    editor.open(text)
    editor.open(brand, as: "file:///workspace/blueprints/brand.yaml")
    _ = editor.findings()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
    func ask(_ name: String, _ line: Int, _ character: Int, uri: String = Editor.uri) {
      var counts: [Int] = []
      var times: [String] = []
      for i in 0..<4 {
        editor.change(
          i + 2,
          [
            [
              "range": ["start": ["line": 3, "character": 0], "end": ["line": 3, "character": 0]],
              "text": "#\n",
            ]
          ])
        let clock = ContinuousClock()
        let time = clock.measure {
          let answer = editor.request(
            "textDocument/completion",
            [
              "textDocument": ["uri": .string(uri)],
              "position": [
                "line": .integer(line + (uri == Editor.uri ? i + 1 : 0)), "character": .integer(character),
              ],
            ])
          counts.append(answer["items"]?.list?.count ?? -1)
        }
        times.append("\(time)")
      }
      for i in 0..<4 {
        _ = i;
        editor.change(
          9,
          [
            [
              "range": ["start": ["line": 3, "character": 0], "end": ["line": 4, "character": 0]], "text": "",
            ]
          ])
      }
      print("TIMING", name, text.utf8.count, counts, times)
    }
    ask("field", lines - 2, 6)
    ask("target", lines - 5, 14)
    ask("attrs of first", 8, 6)
    ask("top", lines - 1, 0)
    ask("brand find", 3, 21, uri: "file:///workspace/blueprints/brand.yaml")
    ask("brand bool", 4, 15, uri: "file:///workspace/blueprints/brand.yaml")
  }
}
