package import Model
import OrderedCollections
import Upgrading
import YAML

/// The answers about new names for ids, keys of the context, anchors and blueprints.
package enum RenameAnswers {
  package static func prepare(
    _ workspace: inout Workspace, _ parameters: Value
  ) throws(ResponseError) -> Value {
    guard let place = try CursorPlace(parameters, &workspace) else { return .null }
    let (word, renaming) = try renaming(at: place)
    return ["range": place.document.range(word.range).value, "placeholder": .string(renaming.name)]
  }

  package static func rename(
    _ workspace: inout Workspace, _ parameters: Value
  ) throws(ResponseError) -> Value {
    guard let place = try CursorPlace(parameters, &workspace) else { return .null }
    let (_, renaming) = try renaming(at: place)
    guard let name = parameters["newName"]?.string else {
      throw ResponseError(.invalidParams, "the request has no `newName`")
    }
    if name == renaming.name { return edit([:], place.written, workspace) }
    if let objection = renaming.objection(to: name) { throw ResponseError(.requestFailed, objection) }
    for file in renaming.files ?? Array(place.written.files.indices) {
      try refuseUnread(renaming.name, in: place.written.files[file].file, &workspace)
    }
    var edits: [Int: [Value]] = [:]
    for occurrence in renaming.occurrences {
      let file = place.written.files[occurrence.file]
      guard let document = workspace.document(file.file), document.bytes == file.document.bytes,
        let tree = workspace.tree(of: file.file)
      else {
        throw ResponseError(
          .requestFailed, "\(file.file) cannot be read at the moment; correct its mistakes first")
      }
      edits[occurrence.file, default: []].append([
        "range": document.range(occurrence.range).value,
        "newText": .string(text(name, for: occurrence, in: tree)),
      ])
    }
    return edit(edits, place.written, workspace)
  }

  private static func renaming(at place: CursorPlace) throws(ResponseError) -> (NamedWord, Renaming) {
    guard let word = place.word, place.touches(word.range) || place.touchesTag(of: word) else {
      throw ResponseError(
        .requestFailed, "only ids, keys of the context, anchors and names of blueprints can be renamed")
    }
    return (word, try Renaming(word.subject, place.written))
  }

  /// Throws if a line that cannot be read may use the name.
  private static func refuseUnread(
    _ name: String, in file: String, _ workspace: inout Workspace
  ) throws(ResponseError) {
    guard let tree = workspace.tree(of: file), !tree.blankLines.isEmpty else { return }
    let lines = SourceLines(tree.document.bytes)
    guard let line = tree.blankLines.sorted().first(where: { lines[$0]?.contains(name) == true }) else {
      return
    }
    throw ResponseError(
      .requestFailed, "line \(line) of \(file) cannot be read and may use `\(name)`; correct that line first")
  }

  /// The name as the occurrence has to be written, in the quotes that it has now.
  private static func text(_ name: String, for occurrence: Occurrence, in tree: SyntaxTree) -> String {
    guard occurrence.form == .scalar, case .scalar(_, let style) = occurrence.node.content else {
      return name
    }
    let isInFlow = tree.steps(at: occurrence.range.lowerBound).contains(where: \.node.isFlow)
    return style.written(name, isInFlow: isInFlow)
  }

  private static func edit(_ edits: [Int: [Value]], _ set: WrittenSet, _ workspace: Workspace) -> Value {
    let files = edits.sorted { $0.key < $1.key }.map {
      (document: set.files[$0.key].document, edits: $0.value)
    }
    guard workspace.client.hasDocumentChanges else {
      let changes = files.map { ($0.document.uri.text, Value.list($0.edits)) }
      return ["changes": .map(ValueMap(changes) { $1 })]
    }
    return [
      "documentChanges": .list(
        files.map { document, edits in
          let version = workspace.open[document.uri]?.version
          return [
            "textDocument": ["uri": document.uri.value, "version": version.map(Value.integer) ?? .null],
            "edits": .list(edits),
          ]
        })
    ]
  }
}

extension CursorPlace {
  /// True if the cursor is on the tag before the word.
  fileprivate func touchesTag(of word: NamedWord) -> Bool {
    guard let node = steps.last?.node, node.tag != nil else { return false }
    return node.range.lowerBound <= word.range.lowerBound && offset <= word.range.lowerBound
      && word.range.upperBound <= node.range.upperBound
  }
}
