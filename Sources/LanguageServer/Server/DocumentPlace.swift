package import Model

/// A place in a document that a request is about.
package struct DocumentPlace: Sendable {
  package let file: String
  package let document: TextDocument
  package let offset: Int

  /// Throws if the request names no document of the workspace, or no position.
  package init(_ parameters: Value, _ workspace: borrowing Workspace) throws(ResponseError) {
    (file, document) = try Self.document(parameters, workspace)
    guard let position = TextPosition(parameters["position"]) else {
      throw ResponseError(.invalidParams, "the request has no `position`")
    }
    offset = document.offset(of: position)
  }

  /// The document that a request names.
  package static func document(
    _ parameters: Value, _ workspace: borrowing Workspace
  ) throws(ResponseError) -> (file: String, document: TextDocument) {
    guard let uri = DocumentURI(parameters["textDocument"]?["uri"]) else {
      throw ResponseError(.invalidParams, "the request has no `textDocument`")
    }
    let file = workspace.name(of: uri)
    guard let document = workspace.open[uri] ?? workspace.document(file) else {
      throw ResponseError(.invalidParams, "\(uri.text) is not open")
    }
    return (file, document)
  }
}
