import Blueprints
import Catalog
import Model
import OrderedCollections
import YAML

/// The values of fields after their tags are resolved, without those that must not be shown.
struct ShownValues {
  private static let depthLimit = 24

  private let written: WrittenSet
  private let desired: DesiredSet?

  init(_ written: WrittenSet, _ desired: DesiredSet?) {
    self.written = written
    self.desired = desired
  }

  /// The value of a part of a field. Nil if it is not known without a server, or must not be shown.
  func text(of pair: SourceNode.Pair, _ steps: [FieldPath.Step], of position: EntryPosition) -> String? {
    guard let name = pair.key.text, isOpen(pair.value, in: position.file),
      let field = field(pair, of: position), field.hiddenPaths.isEmpty
    else { return nil }
    guard field.field.map({ !$0.isSecret }) ?? !SecretName.covers(name) else { return nil }
    return field.value.value(at: FieldPath(steps)).flatMap(text)
  }

  /// A value as a text in the font of code, unless a secret is in it.
  func text(_ value: Value) -> String? {
    guard value.pending == nil, let desired else { return nil }
    let text = Markdown.code(value.withAddresses)
    return desired.secretMask.isIn(text) ? nil : text
  }

  private func field(_ pair: SourceNode.Pair, of position: EntryPosition) -> DeclaredField? {
    let facts = written.facts(of: position)
    let entry = written.entry(position)
    guard let name = pair.key.text,
      // Two lists are joined, and then an index does not tell which one is meant.
      facts.value(name, in: entry.node["identifiers"]) == nil
        || facts.value(name, in: entry.node["attrs"]) == nil
    else { return nil }
    var others: [DeclaredField] = []
    for resolved in desired?.entries ?? [] where resolved.location.file == facts.file {
      guard let field = resolved.fields.first(where: { $0.nameMark == pair.key.mark }) else { continue }
      if resolved.location.line == Int(entry.node.mark.line) { return field }
      others.append(field)
    }
    // Another entry for the same object, or several entries that share the node by an alias.
    return others.count == 1 ? others.first : nil
  }

  /// False if a part of the node comes from a variable or a file, or from something named like a secret.
  func isOpen(_ node: SourceNode, in file: Int, depth: Int = 0) -> Bool {
    guard depth < Self.depthLimit else { return false }
    let facts = written.files[file]
    let node = facts.resolved(node)
    if let tag = node.tag, let use = TagFacts(tag, node) {
      switch use.target {
      case .environment, .file: return false
      case .context(let key):
        guard !SecretName.covers(key) else { return false }
        let values = facts.context.filter { $0.key.text == key }.map(\.value)
        guard values.allSatisfy({ isOpen($0, in: file, depth: depth + 1) }) else { return false }
      case .keyOf, .find:
        let target = written.value(of: node, in: file)?.entry
        // Its address has the values of its identifiers.
        if let target, let identifiers = written.entry(target).node["identifiers"],
          !isOpen(identifiers, in: target.file, depth: depth + 1)
        {
          return false
        }
      }
    }
    return node.children.allSatisfy { isOpen($0, in: file, depth: depth + 1) }
  }
}

extension Value {
  fileprivate var pending: PendingValue? {
    if case .pending(let pending) = self { pending } else { nil }
  }

  /// The value with the addresses of objects instead of their keys.
  fileprivate var withAddresses: Value {
    switch self {
    case .reference(let reference): .string(reference.address.description)
    case .pending(let pending): .string("known after an apply (\(pending.tag))")
    case .list(let items): .list(items.map(\.withAddresses))
    case .map(let entries): .map(entries.mapValues(\.withAddresses))
    default: self
    }
  }
}
