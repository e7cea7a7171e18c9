import Model
import OrderedCollections
import Upgrading
import YAML

/// `textDocument/codeAction`: changes that mend a finding, or write a value in a better way.
enum CodeActions {
  /// A change that the user can choose.
  struct Action {
    var title: String
    var kind = "quickfix"
    var edits: [TextEdit]
    /// The finding that it mends.
    var finding: Diagnostic?
    /// True if it is the one that an editor may choose by itself.
    var isPreferred = false
  }

  static func answer(_ workspace: inout Workspace, _ parameters: Value) throws(ResponseError) -> Value {
    let (file, document) = try DocumentPlace.document(parameters, workspace)
    guard let range = TextRange(parameters["range"]) else {
      throw ResponseError(.invalidParams, "the request has no `range`")
    }
    // The ranges of a repaired text are right, but the text between them is not what the user sees.
    guard let tree = workspace.tree(of: file), tree.document.bytes == document.bytes else { return [] }
    let bytes =
      document.offset(of: range.start)...max(document.offset(of: range.start), document.offset(of: range.end))
    var actions: [Action] = []
    for finding in workspace.latestFindings.files[file] ?? [] {
      guard let location = finding.location else { continue }
      let place = tree.range(at: Mark(line: location.line, column: location.column))
      guard place.lowerBound <= bytes.upperBound, bytes.lowerBound <= place.upperBound else { continue }
      actions += FindingFix(finding, location, tree, file, &workspace).actions
    }
    actions += KeyRewrite.actions(tree, file, at: bytes.lowerBound, &workspace)
    let wanted = parameters["context"]?["only"]?.list?.compactMap(\.string)
    return .list(
      actions.filter { action in
        wanted.map { $0.contains { action.kind == $0 || action.kind.hasPrefix($0 + ".") } } ?? true
      }.map { value($0, document, &workspace) })
  }

  private static func value(_ action: Action, _ document: TextDocument, _ workspace: inout Workspace) -> Value
  {
    var value: ValueMap = [
      "title": .string(action.title), "kind": .string(action.kind),
      "edit": WorkspaceEdit([document.uri: action.edits.map { (document.range($0.range), $0.text) }]).value,
    ]
    if let finding = action.finding {
      value["diagnostics"] = [
        FindingValue.value(
          finding, in: finding.location?.file ?? "", &workspace, documentation: workspace.documentation)
      ]
    }
    if action.isPreferred { value["isPreferred"] = true }
    return .map(value)
  }
}
