import FuzzingHarness
import LanguageServer
import Model

/// Any bytes as what an editor sends: as the stream itself, as the content of its messages, and as a text that is typed while
/// the editor asks about it.
///
/// The server goes on after each of them, and names no place outside of the document.
@main
enum LanguageServerFuzzing {
  private static let uri = "file:///workspace/blueprint.yaml"

  /// What an editor asks about a place.
  private static let questions = [
    "textDocument/completion", "textDocument/hover", "textDocument/definition", "textDocument/references",
    "textDocument/prepareRename", "textDocument/rename", "textDocument/documentSymbol",
    "textDocument/codeAction", "workspace/symbol",
  ]

  static func main() {
    let settings = WorkspaceSettings.plain()
    Fuzzer.run { bytes in
      stream(bytes, settings)
      contents(bytes, settings)
      typing(bytes, settings)
    }
  }

  private static func started(_ settings: WorkspaceSettings) -> LanguageServer {
    var server = LanguageServer(Surroundings(version: "fuzz") { _ in settings }) { _ = $0.frame }
    server.take(.request(id: 0, method: "initialize", parameters: ["rootUri": nil, "capabilities": [:]]))
    return server
  }

  private static func stream(_ bytes: [UInt8], _ settings: WorkspaceSettings) {
    var server = started(settings)
    var frames = FrameReader(limit: 1 << 20)
    frames.add(bytes)
    while let frame = frames.next() {
      if case .content(let content) = frame { server.take(Message(content: content)) }
    }
    server.settle()
  }

  /// Each line is the content of a message.
  private static func contents(_ bytes: [UInt8], _ settings: WorkspaceSettings) {
    var server = started(settings)
    for line in bytes.split(separator: 0x0A).prefix(50) { server.take(Message(content: Array(line))) }
    server.settle()
  }

  /// The text is opened without its end, which is then typed in pieces. The bytes also choose the places of questions.
  private static func typing(_ bytes: [UInt8], _ settings: WorkspaceSettings) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return }
    var server = started(settings)
    let start = text.prefix(text.count * 2 / 3)
    server.take(
      .notification(
        method: "textDocument/didOpen",
        parameters: ["textDocument": ["uri": .string(uri), "version": 1, "text": .string(String(start))]]))
    server.settle()
    ask(&server, bytes)
    var document = TextDocument(DocumentURI(uri), Array(start.utf8))
    let rest = text.dropFirst(start.count)
    for (number, piece) in [rest.prefix(rest.count / 2), rest.dropFirst(rest.count / 2)].enumerated() {
      let end = document.position(of: document.bytes.count)
      let range = TextRange(end, end)
      document.replace(range, with: String(piece))
      server.take(
        .notification(
          method: "textDocument/didChange",
          parameters: [
            "textDocument": ["uri": .string(uri), "version": .integer(number + 2)],
            "contentChanges": [["range": range.value, "text": .string(String(piece))]],
          ]))
    }
    server.settle()
    ask(&server, bytes)
  }

  private static func ask(_ server: inout LanguageServer, _ bytes: [UInt8]) {
    for (number, question) in questions.enumerated() {
      let line = Int(bytes.isEmpty ? 0 : bytes[number % bytes.count]) % 40
      let character = Int(bytes.isEmpty ? 0 : bytes[number * 7 % bytes.count]) % 60
      let position: Value = ["line": .integer(line), "character": .integer(character)]
      server.take(
        .request(
          id: .integer(number + 1), method: question,
          parameters: [
            "textDocument": ["uri": .string(uri)], "position": position, "newName": "new",
            "range": ["start": position, "end": position], "context": ["diagnostics": []], "query": "a",
          ]))
    }
  }
}
