import LanguageServer
import Model
import OrderedCollections

/// An editor that talks to a language server in the tests' own process.
///
/// A test's text has `|` where the cursor is.
struct Editor {
  static let uri = "file:///workspace/blueprints/login.yaml"

  private let sent: Sent
  private var server: LanguageServer
  private var count = 0

  init(settings: WorkspaceSettings = .plain(), capabilities: Value = [:], root: String? = nil) {
    let sent = Sent()
    self.sent = sent
    server = LanguageServer(Surroundings(version: "1.0") { _ in settings }) { sent.add($0) }
    _ = request(
      "initialize",
      [
        "processId": nil, "rootUri": root.map { .string("file://" + $0) } ?? .null,
        "capabilities": capabilities,
      ])
    notify("initialized", [:])
  }

  /// The result of a request, or its error.
  mutating func response(_ method: String, _ parameters: Value) -> Result<Value, ResponseError> {
    count += 1
    let id = Value.integer(count)
    server.take(.request(id: id, method: method, parameters: parameters))
    for case .response(id, let result) in sent.messages.reversed() { return result }
    return .failure(ResponseError(.internalError, "no answer"))
  }

  mutating func request(_ method: String, _ parameters: Value) -> Value {
    (try? response(method, parameters).get()) ?? .null
  }

  mutating func notify(_ method: String, _ parameters: Value) {
    server.take(.notification(method: method, parameters: parameters))
  }

  mutating func open(_ text: String, as uri: String = Editor.uri) {
    notify(
      "textDocument/didOpen",
      [
        "textDocument": [
          "uri": .string(uri), "languageId": "yaml", "version": 1,
          "text": .string(text.replacing("|", with: "")),
        ]
      ])
  }

  mutating func change(_ version: Int, _ changes: [Value], uri: String = Editor.uri) {
    notify(
      "textDocument/didChange",
      [
        "textDocument": ["uri": .string(uri), "version": .integer(version)], "contentChanges": .list(changes),
      ])
  }

  /// The parameters of a request at the cursor of a text.
  static func place(_ text: String, uri: String = Editor.uri) -> Value {
    let before = text.prefix { $0 != "|" }.replacing("\r\n", with: "\n")
    let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
    return [
      "textDocument": ["uri": .string(uri)],
      "position": [
        "line": .integer(lines.count - 1), "character": .integer(lines.last?.utf16.count ?? 0),
      ],
    ]
  }

  /// The findings that the server has sent last for a document.
  mutating func findings(_ uri: String = Editor.uri) -> [Value] {
    server.settle()
    let messages = sent.messages
    for case .notification("textDocument/publishDiagnostics", let parameters) in messages.reversed()
    where parameters["uri"]?.string == uri {
      return parameters["diagnostics"]?.list ?? []
    }
    return []
  }

  var messages: [Message] { sent.messages }
}
