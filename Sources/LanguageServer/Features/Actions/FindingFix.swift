import Catalog
import Model
import Upgrading
import YAML

/// The changes that mend one finding.
struct FindingFix {
  private let finding: Diagnostic
  private let location: SourceLocation
  private let tree: SyntaxTree
  private let file: String
  private(set) var actions: [CodeActions.Action] = []

  private var mark: Mark { Mark(line: location.line, column: location.column) }

  init(
    _ finding: Diagnostic, _ location: SourceLocation, _ tree: SyntaxTree, _ file: String,
    _ workspace: inout Workspace
  ) {
    self.finding = finding
    self.location = location
    self.tree = tree
    self.file = file
    offerName()
    offerRewrite(workspace)
    if finding.code == .field { offerRemoval() }
    if finding.code == .required { offerMissing(&workspace) }
  }

  private mutating func add(_ title: String, _ edits: [TextEdit]?, isPreferred: Bool = false) {
    guard let edits, !edits.isEmpty else { return }
    actions.append(CodeActions.Action(title: title, edits: edits, finding: finding, isPreferred: isPreferred))
  }

  /// "Did you mean": the name in place of the wrong one.
  private mutating func offerName() {
    guard let name = Suggestion.offered(in: finding.message), let node = tree.node(at: mark) else { return }
    var edit: TextEdit?
    if finding.code == .tag, let tag = node.tag, name.hasPrefix("!") {
      let start = node.range.lowerBound
      edit = TextEdit(start..<start + tag.utf8.count, name)
    } else if case .scalar(_, let style) = node.content, style != .block {
      edit = TextEdit(node.body, style.written(name, isInFlow: tree.isInFlow(node)))
    }
    add("Change to `\(name)`", edit.map { [$0] }, isPreferred: true)
  }

  /// The rules of `flowform upgrade`.
  private mutating func offerRewrite(_ workspace: Workspace) {
    let catalog = workspace.catalog
    let upgrade = Upgrade(
      [SourceText(file: file, bytes: tree.document.bytes)],
      UpgradeVersions(from: nil, to: (catalog.version, catalog)), isInferred: true, at: location)
    guard let rewritten = upgrade.files.first?.rewritten else { return }
    add(
      "Write it as authentik \(catalog.version) has it", [TextEdit(from: tree.document.bytes, to: rewritten)],
      isPreferred: true)
  }

  private mutating func offerRemoval() {
    guard let name = tree.node(at: mark)?.text else { return }
    add("Remove `\(name)`", SourceEditing(tree.root, tree.document.bytes).removing(keyAt: mark))
  }

  private mutating func offerMissing(_ workspace: inout Workspace) {
    guard let facts = workspace.facts(of: file),
      let entry = facts.entries.first(where: { $0.node.mark == mark }),
      let model = entry.model?.text.lowercased(), let kind = workspace.catalog.kind(model)
    else { return }
    let missing = kind.requiredFields.filter { entry.field($0.name) == nil }
    let fields = missing.map { field in
      (name: field.name, value: PlaceholderValue.text(for: field, of: entry, in: facts, workspace.catalog))
    }
    guard !fields.isEmpty else { return }
    let names = fields.map { "`\($0.name)`" }.joined(separator: ", ")
    add(
      "Add \(names)",
      SourceEditing(tree.root, tree.document.bytes).adding(
        fields, toEntryAt: entry.node.mark,
        attrs: entry.node["attrs"]?.pairs == nil ? nil : entry.node["attrs"]?.mark),
      isPreferred: true)
  }
}

extension TextEdit {
  /// The smallest edit that makes one text of another.
  init(from old: [UInt8], to new: [UInt8]) {
    let start = zip(old, new).prefix { $0 == $1 }.count
    let end = zip(old[start...].reversed(), new[start...].reversed()).prefix { $0 == $1 }.count
    self.init(start..<old.count - end, String(decoding: new[start..<new.count - end], as: UTF8.self))
  }
}
