import LanguageServer
import Model
import OrderedCollections
import Testing

@Suite struct LanguageServerTests {
  private static func started() -> (LanguageServer, Sent) {
    let sent = Sent()
    let server = LanguageServer(Surroundings(version: "1.0") { _ in .plain() }) { sent.add($0) }
    return (server, sent)
  }

  private static func code(_ message: Message?) -> Int? {
    if case .response(_, .failure(let error))? = message { error.code } else { nil }
  }

  @Test func answersInEachPhaseAsTheSpecificationSays() {
    var (server, sent) = Self.started()
    func ask(_ method: String, _ parameters: Value = .null) -> Int? {
      server.take(.request(id: 1, method: method, parameters: parameters))
      return Self.code(sent.messages.last)
    }
    #expect(ask("textDocument/hover") == -32002)
    server.take(.notification(method: "textDocument/didOpen", parameters: [:]))
    #expect(ask("initialize", ["capabilities": [:]]) == nil)
    #expect(ask("initialize") == -32600)
    #expect(ask("textDocument/nothing") == -32601)
    #expect(ask("textDocument/codeAction", [:]) == -32602)
    server.take(.request(id: 2, method: "textDocument/hover", parameters: .null), isCancelled: true)
    #expect(Self.code(sent.messages.last) == -32800)
    server.take(Message(content: Array("{]".utf8)))
    #expect(sent.messages.last?.value["error"]?["code"] == -32700)
    server.take(Message(content: Array("[]".utf8)))
    #expect(sent.messages.last?.value["error"]?["code"] == -32600)
    #expect(ask("shutdown") == nil)
    #expect(ask("textDocument/hover") == -32600)
    #expect(server.exitStatus == nil)
    server.take(.notification(method: "exit", parameters: .null))
    #expect(server.exitStatus == 0)
  }

  @Test func aFindingWithoutAPlaceIsShownOnce() throws {
    let sent = Sent()
    var settings = WorkspaceSettings.plain()
    settings.paths = ["no-such-folder"]
    let used = settings
    var server = LanguageServer(Surroundings(version: "1.0") { _ in used }) { sent.add($0) }
    server.take(
      .request(id: 1, method: "initialize", parameters: ["rootUri": "file:///", "capabilities": [:]]))
    server.settle()
    server.take(.notification(method: "textDocument/didSave", parameters: [:]))
    server.settle()
    let shown = sent.messages.filter { $0.value["method"] == "window/showMessage" }
    #expect(shown.count == 1)
    #expect(shown.first?.value["params"]?["message"]?.string?.contains("no-such-folder") == true)
  }

  @Test func anExitWithoutAShutdownIsAFailure() {
    var (server, _) = Self.started()
    server.take(.notification(method: "exit", parameters: .null))
    #expect(server.exitStatus == 1)
  }

  @Test func aWaitingRequestIsCancelledAndARunningOneIsNot() async {
    let inbox = Inbox()
    for id in [1, 2] {
      inbox.add(.message(.request(id: .integer(id), method: "x", parameters: .null)))
    }
    let first = await inbox.next()
    for id in [1, 2, 3] {
      inbox.add(.message(.notification(method: "$/cancelRequest", parameters: ["id": .integer(id)])))
    }
    let second = await inbox.next()
    #expect(first?.isCancelled == false)
    #expect(second?.isCancelled == true)
    #expect(inbox.isEmpty)
    inbox.end()
    #expect(await inbox.next() == nil)
  }

  @Test func theEditorIsToldOnlyWhatChanges() {
    var editor = Editor()
    editor.open("version: 1\nentries: []\n")
    #expect(editor.findings().isEmpty)
    let count = editor.messages.count
    // A document that is no blueprint has no findings, whatever is in it.
    editor.open("services: {web: [}\n", as: "file:///workspace/compose.yaml")
    #expect(editor.findings("file:///workspace/compose.yaml").isEmpty)
    #expect(editor.messages.count == count + 1)
  }

  @Test func theLensSaysWhatAPlanDoesAtMostEvery30Seconds() async {
    let sent = Sent()
    var surroundings = Surroundings(version: "1.0") { _ in .plain() }
    let looks = Looks()
    surroundings.look = {
      looks.add()
      let address = ResourceAddress(model: "authentik_flows.flow", identifiers: ["slug": "a"])
      return LensLook(texts: [address: "will be created"])
    }
    var server = LanguageServer(surroundings) { sent.add($0) }
    server.take(
      .request(
        id: 0, method: "initialize",
        parameters: ["capabilities": ["workspace": ["codeLens": ["refreshSupport": true]]]]))
    let text = "version: 1\nentries:\n- model: authentik_flows.flow\n  identifiers: {slug: a}\n"
    server.take(
      .notification(
        method: "textDocument/didOpen",
        parameters: ["textDocument": ["uri": "file:///a.yaml", "version": 1, "text": .string(text)]]))
    server.settle()
    let ask = Message.request(
      id: 1, method: "textDocument/codeLens", parameters: ["textDocument": ["uri": "file:///a.yaml"]])
    server.take(ask)
    let inbox = Inbox()
    for _ in 0..<3 { server.lookIfDue { inbox.add(.looked($0)) } }
    if case .looked(let look)? = await inbox.next()?.input { server.take(look) }
    #expect(sent.messages.last?.value["method"] == "workspace/codeLens/refresh")
    server.take(ask)
    let lens = sent.messages.last?.value["result"]?.list?.first
    #expect(lens?["command"]?["title"] == "will be created")
    #expect(lens?["range"]?["start"]?["line"] == 2)
    server.lookIfDue { inbox.add(.looked($0)) }
    #expect(looks.count == 1)
  }
}
