import Model
import OrderedCollections

/// The findings that the client knows, so that only what changes is sent.
struct PublishedFindings {
  private struct Known: Equatable {
    let findings: [Diagnostic]
    let version: Int?
  }

  private var known: [DocumentURI: Known] = [:]

  /// The notifications that bring the client up to date.
  mutating func update(
    _ findings: WorkspaceFindings, _ workspace: inout Workspace, documentation: String?
  ) -> [Message] {
    var new: [DocumentURI: Known] = [:]
    var names: [DocumentURI: String] = [:]
    for (file, found) in findings.files {
      let uri = workspace.uri(of: file)
      names[uri] = file
      new[uri] = Known(findings: found, version: workspace.open[uri]?.version)
    }
    // An open document without findings is told too: its client may wait for it.
    for (uri, document) in workspace.open where new[uri] == nil {
      new[uri] = Known(findings: [], version: document.version)
    }
    var messages: [Message] = []
    for (uri, now) in new.sorted(by: { $0.key.text < $1.key.text }) where known[uri] != now {
      messages.append(message(uri, now, names[uri], &workspace, documentation))
    }
    for uri in known.keys.filter({ new[$0] == nil }).sorted(by: { $0.text < $1.text }) {
      messages.append(message(uri, Known(findings: [], version: nil), nil, &workspace, documentation))
    }
    known = new
    return messages
  }

  private func message(
    _ uri: DocumentURI, _ now: Known, _ file: String?, _ workspace: inout Workspace, _ documentation: String?
  ) -> Message {
    var parameters: ValueMap = ["uri": uri.value]
    if let version = now.version { parameters["version"] = .integer(version) }
    parameters["diagnostics"] = .list(
      now.findings.map { FindingValue.value($0, in: file ?? "", &workspace, documentation: documentation) })
    return .notification(method: "textDocument/publishDiagnostics", parameters: .map(parameters))
  }
}
