import Glibc
package import Model

/// The answers about where something is declared and where it is used.
package enum NavigationAnswers {
  package static func definition(
    _ workspace: inout Workspace, _ parameters: Value
  ) throws(ResponseError) -> Value {
    guard let place = try CursorPlace(parameters, &workspace), let word = place.word else { return .null }
    if case .path(let path) = word.subject { return file(path, workspace) }
    let found = place.written.occurrences(of: word.subject).filter(\.isDeclaration)
    return found.isEmpty ? .null : locations(found, place.written)
  }

  package static func references(
    _ workspace: inout Workspace, _ parameters: Value
  ) throws(ResponseError) -> Value {
    guard let place = try CursorPlace(parameters, &workspace), let word = place.word else { return .null }
    let withDeclaration = parameters["context"]?["includeDeclaration"] == true
    let found = place.written.occurrences(of: word.subject).filter { withDeclaration || !$0.isDeclaration }
    return locations(found, place.written)
  }

  private static func locations(_ found: [Occurrence], _ set: WrittenSet) -> Value {
    .list(
      found.map { occurrence in
        let document = set.files[occurrence.file].document
        return ["uri": document.uri.value, "range": document.range(occurrence.range).value]
      })
  }

  /// The start of a file that is no blueprint.
  private static func file(_ path: String, _ workspace: Workspace) -> Value {
    let uri = workspace.uri(of: path)
    guard let path = uri.path, access(path, R_OK) == 0 else { return .null }
    let start = TextPosition(line: 0, character: 0)
    return [["uri": uri.value, "range": TextRange(start, start).value]]
  }
}
