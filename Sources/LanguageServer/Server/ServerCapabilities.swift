import Model
import OrderedCollections

/// What the server tells a client at the start.
enum ServerCapabilities {
  static func answer(version: String, hasLens: Bool, for client: ClientCapabilities) -> Value {
    var capabilities: ValueMap = [
      "positionEncoding": "utf-16",
      "textDocumentSync": ["openClose": true, "change": 2, "save": true],
      "completionProvider": ["triggerCharacters": ["!", " ", "[", ","]],
      "hoverProvider": true,
      "definitionProvider": true,
      "referencesProvider": true,
      // Only a client that prepares renames may get options.
      "renameProvider": client.preparesRenames ? ["prepareProvider": true] : true,
      "documentSymbolProvider": true,
      "workspaceSymbolProvider": true,
      // Nor may a client that knows commands alone.
      "codeActionProvider": client.hasActionKinds
        ? ["codeActionKinds": ["quickfix", "refactor.rewrite"]] : true,
    ]
    if hasLens { capabilities["codeLensProvider"] = ["resolveProvider": false] }
    return [
      "capabilities": .map(capabilities),
      "serverInfo": ["name": "flowform", "version": .string(version)],
    ]
  }

  /// The registration for changes of files on disk; not every client has it.
  static let watching: Value = [
    "registrations": [
      [
        "id": "files", "method": "workspace/didChangeWatchedFiles",
        "registerOptions": ["watchers": [["globPattern": "**/*.{yaml,yml}"]]],
      ]
    ]
  ]
}
