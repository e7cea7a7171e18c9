import Blueprints
import Catalog
import Model
import OrderedCollections
import Upgrading
import YAML

/// Adapts one entry to an older version.
struct EntryAdaptation {
  private var entry: EntryTree
  private let target: Catalog
  private let version: String
  private let changes: [VersionChange]
  /// The ids of entries that are left out.
  private let lost: Set<String>
  private(set) var diagnostics: [Diagnostic] = []

  init(
    _ entry: EntryTree, _ target: Catalog, _ version: String, _ changes: [VersionChange], lost: Set<String>
  ) {
    self.entry = entry
    self.target = target
    self.version = version
    self.changes = changes.filter { $0.isAbout(entry.model) }
    self.lost = lost
  }

  /// The adapted entry, or nil if the older version cannot have the object.
  mutating func run() -> EntryTree? {
    guard let kind = target.kind(entry.model) else {
      warn("authentik \(version) has no \(entry.model), so \(entry.text) is left out")
      return nil
    }
    for case .pair(let name, let tree) in entry.identifiers where found(tree) == nil {
      warn("\(entry.text) is left out: authentik \(version) has no object that its `\(name)` could refer to")
      return nil
    }
    entry.identifiers = entry.identifiers.map { pair in
      guard case .pair(let name, let tree) = pair else { return pair }
      return .pair(name, found(tree) ?? tree)
    }
    entry.attrs = entry.attrs.compactMap { attribute($0, kind) }
    let names = Set((entry.identifiers + entry.attrs).map(\.name))
    let missing = kind.requiredFields.map(\.name).filter { !names.contains($0) }
    if !missing.isEmpty {
      let list = missing.map { "`\($0)`" }.joined(separator: ", ")
      warn("authentik \(version) needs \(list) to create \(entry.text); add a value")
    }
    return entry
  }

  private mutating func warn(_ message: String) { diagnostics.append(.warning(message, at: nil)) }

  private mutating func attribute(_ pair: YAMLTree.Pair, _ kind: Kind) -> YAMLTree.Pair? {
    guard case .pair(let written, let tree) = pair else { return pair }
    guard let value = found(tree) else {
      warn(
        "`\(written)` of \(entry.text) is left out: authentik \(version) has no object that it could refer to"
      )
      return nil
    }
    var (name, result) = (written, value)
    for change in changes {
      guard let old = OlderValue.of(result, named: name, undoing: change, in: kind) else { continue }
      (name, result) = old
    }
    if name != written, kind.field(name)?.isReadOnly != false { (name, result) = (written, value) }
    let objections = FieldObjection.all(
      to: name, result.plain, isIdentifier: false, of: kind, in: target, tellsHistory: false)
    if objections.contains(where: { $0.subject == .ignored }) {
      warn("`\(written)` of \(entry.text) is left out, because authentik \(version) does not have it")
      return nil
    }
    return refused(name, result, objections, kind)
  }

  /// The field without the values that the older version refuses. Nil if the field can be left out instead.
  private mutating func refused(
    _ name: String, _ tree: YAMLTree, _ objections: [FieldObjection], _ kind: Kind
  ) -> YAMLTree.Pair? {
    guard !objections.isEmpty else { return .pair(name, tree) }
    let reasons = Set(objections.map(\.message)).sorted().joined(separator: "; ")
    let positions = objections.compactMap { objection -> Int? in
      if objection.steps.count == 1, case .index(let position)? = objection.steps.first {
        position
      } else {
        nil
      }
    }
    if positions.count == objections.count, let items = tree.plain?.list {
      let left = items.enumerated().filter { !positions.contains($0.offset) }.map(\.element)
      warn("\(entry.text), in authentik \(version): \(reasons); these items are left out")
      return .pair(name, .value(.list(left)))
    }
    let isIgnored = objections.allSatisfy { $0.subject != .value }
    guard !isIgnored else { return .pair(name, tree) }
    guard kind.field(name)?.isRequired == false else {
      warn("\(entry.text), in authentik \(version): \(reasons); write another value")
      return .pair(name, tree)
    }
    warn("\(entry.text), in authentik \(version): \(reasons); the field is left out")
    return nil
  }

  /// The tree without references to objects that the older version cannot have. Nil if nothing is left.
  private func found(_ tree: YAMLTree) -> YAMLTree? {
    switch tree {
    case .tagged("!KeyOf", .value(let id)): return lost.contains(id.string ?? "") ? nil : tree
    case .tagged("!Find", .list(let items)):
      guard case .value(let model)? = items.first, let name = model.string else { return tree }
      guard BaseKinds.kind(name, in: target) != nil || target.modelsWithoutEndpoint.contains(name) else {
        return nil
      }
      var conditions: [YAMLTree] = []
      for item in items.dropFirst() {
        guard let condition = condition(item, of: name) else { return nil }
        conditions.append(condition)
      }
      return .tagged("!Find", .list([items[0]] + conditions))
    case .list(let items):
      let left = items.compactMap(found)
      return left.isEmpty && !items.isEmpty ? nil : .list(left)
    default: return tree
    }
  }

  private func condition(_ tree: YAMLTree, of model: String) -> YAMLTree? {
    guard case .list(let parts) = tree, parts.count == 2, case .value(.string(let name)) = parts[0],
      let value = found(parts[1])
    else { return tree }
    let renamed = VersionChanges.all.first { change in
      guard case .lookUp(_, let new)? = change.rewrite else { return false }
      return new == name && change.isAbout(model) && change.since > AuthentikVersion(target.version)
    }
    guard case .lookUp(let old, _)? = renamed?.rewrite else { return .list([parts[0], value]) }
    return .list([.value(.string(old)), value])
  }
}

extension YAMLTree.Pair {
  fileprivate var name: String {
    if case .pair(let name, _) = self { name } else { "" }
  }
}
