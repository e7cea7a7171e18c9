import Blueprints
import Catalog
import Model
import OrderedCollections
import YAML

/// The values of fields after their tags are resolved, without those that must not be shown.
struct ShownValues {
  private let written: WrittenSet
  private let rendered: RenderedSet

  init(_ written: WrittenSet, _ rendered: RenderedSet) {
    self.written = written
    self.rendered = rendered
  }

  /// The value of a part of a field in `identifiers` or `attrs`. Nil if it is not known without a server, or must not
  /// be shown.
  func text(
    of pair: SourceNode.Pair, in part: String?, _ steps: [FieldPath.Step], of position: EntryPosition
  ) -> String? {
    guard let name = pair.key.text, isOpen(pair.value, in: position.file), !isSecret(name, of: position),
      let entry = entry(position)
    else { return nil }
    let fields = part == "identifiers" ? entry.identifiers : entry.attrs
    return fields[name]?.value(at: FieldPath(steps)).flatMap(text)
  }

  /// A value as a text in the font of code, unless a secret is in it.
  func text(_ value: Value) -> String? {
    guard value.pending == nil, !value.hasSecretName else { return nil }
    let text = Markdown.code(value.withAddresses)
    return rendered.secretMask.isIn(text) || text.contains(SecretMask.placeholder) ? nil : text
  }

  func isSecret(_ field: String, of position: EntryPosition) -> Bool {
    let kind = written.kind(of: position)
    let known = kind.flatMap { $0.field(BlueprintNames.field(field, of: $0)) }
    return known?.isSecret ?? SecretName.covers(field)
  }

  private func entry(_ position: EntryPosition) -> RenderedSet.Entry? {
    let place = written.entry(position).node.mark.location(in: written.facts(of: position).file)
    return rendered.entries.first { $0.location.line == place.line && $0.location == place }
  }

  /// False if a part of the node comes from a variable or a file, or from something named like a secret.
  func isOpen(_ node: SourceNode, in file: Int) -> Bool {
    var seen: Set<WrittenPlace> = []
    return isOpen(node, in: file, &seen)
  }

  private func isOpen(_ node: SourceNode, in file: Int, _ seen: inout Set<WrittenPlace>) -> Bool {
    let facts = written.files[file]
    let node = facts.resolved(node)
    if node.tag != nil || node.anchor != nil {
      // Each is looked at once, however often others refer to it.
      guard seen.insert(WrittenPlace(file: file, offset: node.range.lowerBound)).inserted else { return true }
    }
    if let tag = node.tag, let use = TagFacts(tag, node) {
      switch use.target {
      case .environment, .file: return false
      case .context(let key):
        guard !SecretName.covers(key) else { return false }
        let values = facts.context.filter { $0.key.text == key }.map(\.value)
        guard values.allSatisfy({ isOpen($0, in: file, &seen) }) else { return false }
      case .keyOf, .find:
        let target = written.value(of: node, in: file)?.entry
        // Its address has the values of its identifiers.
        if let target, let identifiers = written.entry(target).node["identifiers"],
          !isOpen(identifiers, in: target.file, &seen)
        {
          return false
        }
      }
    }
    return node.children.allSatisfy { isOpen($0, in: file, &seen) }
  }
}

extension Value {
  fileprivate var pending: PendingValue? {
    if case .pending(let pending) = self { pending } else { nil }
  }

  /// True if a member of the value is named like a secret.
  fileprivate var hasSecretName: Bool {
    switch self {
    case .list(let items): items.contains(where: \.hasSecretName)
    case .map(let entries):
      entries.contains { SecretName.covers($0.key) && !$0.value.isNull || $0.value.hasSecretName }
    default: false
    }
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
