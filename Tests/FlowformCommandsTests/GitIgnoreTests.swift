import Testing

@testable import FlowformCommands

struct GitIgnoreTests {
  @Test(arguments: [
    ("", [".flowform/", "*.state.json.lock", "*.state.json.backup"]),
    (".flowform\n*.state.json.*\n", ["*.state.json.lock", "*.state.json.backup"]),
    ("/.flowform/\r\n*.state.json.lock\r\n*.state.json.backup\r\n", []),
    ("# .flowform/\n  *.state.json.lock\nx.state.json.backup", [".flowform/", "*.state.json.backup"]),
  ])
  func lacks(_ text: String, _ patterns: [String]) {
    #expect(GitIgnore.missing(in: text) == patterns)
  }
}
