import Model
import OrderedCollections

/// A finding in the form of the protocol.
enum FindingValue {
  static func value(
    _ finding: Diagnostic, in file: String, _ workspace: inout Workspace, documentation: String?
  ) -> Value {
    var value: ValueMap = [
      "range": range(finding.location, &workspace).value,
      "severity": .integer(severity(finding.severity)),
      "source": "flowform",
      "message": .string(finding.message),
    ]
    value["code"] = .string(finding.code.rawValue)
    if workspace.client.describesCodes, let address = FindingLink.address(of: finding.code, documentation) {
      value["codeDescription"] = ["href": .string(address)]
    }
    if workspace.client.relatesFindings, let related = finding.related {
      value["relatedInformation"] = [
        [
          "location": [
            "uri": workspace.uri(of: related.location.file).value,
            "range": range(related.location, &workspace).value,
          ],
          "message": .string(related.message),
        ]
      ]
    }
    return .map(value)
  }

  /// The range of the node at a place.
  static func range(_ location: SourceLocation?, _ workspace: inout Workspace) -> TextRange {
    guard let location else {
      return TextRange(TextPosition(line: 0, character: 0), TextPosition(line: 0, character: 0))
    }
    let mark = Mark(line: location.line, column: location.column)
    guard let document = workspace.document(location.file) else {
      let place = TextPosition(line: location.line - 1, character: location.column - 1)
      return TextRange(place, place)
    }
    if let tree = workspace.tree(of: location.file) { return document.range(tree.range(at: mark)) }
    return document.range(SyntaxTree.word(at: SourceLines(document.bytes).offset(of: mark), in: document))
  }

  private static func severity(_ severity: Diagnostic.Severity) -> Int {
    switch severity {
    case .error: 1
    case .warning: 2
    case .note: 3
    }
  }
}
