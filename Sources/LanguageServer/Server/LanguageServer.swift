import Model
import OrderedCollections

/// The language server: takes an editor's messages one after the other, and sends answers and findings.
///
/// It follows LSP 3.17. It never writes a file.
package struct LanguageServer {
  package typealias Send = @Sendable (Message) -> Void

  private enum Phase { case new, running, ending }

  private let surroundings: Surroundings
  private let send: Send
  private var phase = Phase.new
  private var workspace: Workspace?
  private var published = PublishedFindings()
  private var lens: PlanLens
  /// True if a change has not been checked yet.
  package private(set) var hasChanges = false
  /// True if the files on disk may have changed.
  private var isStale = false
  private var watchesFiles = false
  private var requestCount = 0
  /// The findings without a place that the editor knows.
  private var told: [String] = []
  /// The status to end with; nil until the client says `exit`.
  package private(set) var exitStatus: Int32?

  package init(_ surroundings: Surroundings, send: @escaping Send) {
    self.surroundings = surroundings
    self.send = send
    lens = PlanLens(surroundings.look)
  }

  // MARK: Messages

  package mutating func take(_ message: Message, isCancelled: Bool = false) {
    switch message {
    case .request(let id, let method, let parameters):
      let result =
        isCancelled
        ? .failure(ResponseError(.requestCancelled, "the request was cancelled"))
        : Result { () throws(ResponseError) in try answer(method, parameters) }
      send(.response(id: id, result))
    case .notification(let method, let parameters): note(method, parameters)
    case .response: break
    case .invalid: send(message)
    }
  }

  package mutating func take(_ look: LensLook) {
    let (hasNewTexts, problem) = lens.take(look)
    if hasNewTexts, workspace?.client.refreshesLenses == true { ask("workspace/codeLens/refresh") }
    if let problem { show(problem) }
  }

  private mutating func answer(_ method: String, _ parameters: Value) throws(ResponseError) -> Value {
    switch (phase, method) {
    case (.new, "initialize"): return initialize(parameters)
    case (.new, _): throw ResponseError(.serverNotInitialized, "the first request must be `initialize`")
    case (.ending, _): throw ResponseError(.invalidRequest, "the server is shutting down")
    case (.running, "initialize"): throw ResponseError(.invalidRequest, "the server is initialized already")
    case (.running, "shutdown"):
      phase = .ending
      return .null
    default: break
    }
    refresh()
    // In place: a copy of the workspace would double its caches.
    guard var workspace = workspace.take() else { return .null }
    defer { self.workspace = workspace }
    if method == "textDocument/codeLens" { return try lens.answer(&workspace, parameters) }
    guard let handler = Requests.all[method] else {
      throw ResponseError(.methodNotFound, "flowform does not answer `\(method)`")
    }
    return try handler(&workspace, parameters)
  }

  private mutating func initialize(_ parameters: Value) -> Value {
    let root = Self.root(parameters)
    phase = .running
    watchesFiles =
      parameters["capabilities"]?["workspace"]?["didChangeWatchedFiles"]?["dynamicRegistration"] == true
    workspace = Workspace(
      root: root, settings: surroundings.settings(root), documentation: surroundings.documentation)
    let client = ClientCapabilities(parameters["capabilities"])
    workspace?.client = client
    isStale = true
    hasChanges = true
    return ServerCapabilities.answer(
      version: surroundings.version, hasLens: surroundings.look != nil, for: client)
  }

  /// The folder that the client opened, or the first of several.
  private static func root(_ parameters: Value) -> String? {
    let folders = parameters["workspaceFolders"]?.list ?? []
    let uri = DocumentURI(folders.first?["uri"]) ?? DocumentURI(parameters["rootUri"])
    guard let path = uri?.path ?? parameters["rootPath"]?.string else { return nil }
    return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  private mutating func note(_ method: String, _ parameters: Value) {
    if method == "exit" {
      exitStatus = phase == .ending ? 0 : 1
      return
    }
    guard phase == .running else { return }
    switch method {
    case "initialized":
      if watchesFiles {
        ask("client/registerCapability", ServerCapabilities.watching)
      }
      if let problem = workspace?.settings.problem { show(problem) }
    case "textDocument/didOpen": open(parameters)
    case "textDocument/didChange": change(parameters)
    case "textDocument/didClose":
      if let uri = DocumentURI(parameters["textDocument"]?["uri"]) { workspace?.close(uri) }
      isStale = true
      hasChanges = true
    case "textDocument/didSave", "workspace/didChangeWatchedFiles":
      isStale = true
      hasChanges = true
    default: break
    }
  }

  private mutating func open(_ parameters: Value) {
    let document = parameters["textDocument"]
    guard let uri = DocumentURI(document?["uri"]), let text = document?["text"]?.string else { return }
    workspace?.open(TextDocument(uri, Array(text.utf8), version: document?["version"]?.integer))
    hasChanges = true
  }

  private mutating func change(_ parameters: Value) {
    guard let uri = DocumentURI(parameters["textDocument"]?["uri"]) else { return }
    let version = parameters["textDocument"]?["version"]?.integer
    let isOpen = workspace?.change(uri) { document in
      for change in parameters["contentChanges"]?.list ?? [] {
        guard let text = change["text"]?.string else { continue }
        document.replace(TextRange(change["range"]), with: text)
      }
      document.setVersion(version)
    }
    if isOpen == true { hasChanges = true }
  }

  /// Reads the settings again: a context file and the files of `!File` belong to them.
  private mutating func readSettings() {
    let before = workspace?.settings.problem
    let settings = surroundings.settings(workspace?.root)
    workspace?.use(settings)
    if let problem = settings.problem, problem != before { show(problem) }
  }

  /// Sends a request whose answer does not matter.
  private mutating func ask(_ method: String, _ parameters: Value = .null) {
    requestCount += 1
    send(.request(id: .string("flowform-\(requestCount)"), method: method, parameters: parameters))
  }

  /// Shows findings that have no place, when they change.
  private mutating func tell(_ problems: [String]) {
    for problem in problems where !told.contains(problem) { show(problem) }
    told = problems
  }

  private func show(_ message: String) {
    send(
      .notification(
        method: "window/showMessage", parameters: ["type": 2, "message": .string("flowform: \(message)")]))
  }

  /// Reads the settings and the files again if they may have changed. A request may come before the next check.
  private mutating func refresh() {
    guard isStale else { return }
    isStale = false
    if workspace?.readCount != 0 { readSettings() }
    workspace?.readFiles()
  }

  // MARK: Findings

  /// Checks the workspace and sends what has changed. For when no message waits.
  package mutating func settle() {
    guard hasChanges, phase == .running else { return }
    refresh()
    guard var workspace = workspace.take() else { return }
    defer { self.workspace = workspace }
    hasChanges = false
    let findings = workspace.findings()
    tell(findings.others.filter { $0.severity == .error }.map(\.message))
    for notification in published.update(findings, &workspace, documentation: workspace.documentation) {
      send(notification)
    }
  }

  /// Begins a look at the server if one is due.
  package mutating func lookIfDue(_ done: @escaping @Sendable (LensLook) -> Void) { lens.lookIfDue(done) }
}
