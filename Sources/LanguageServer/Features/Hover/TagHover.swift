import Blueprints
import Catalog
import Model
import OrderedCollections
import YAML

/// What a tag means, and what it stands for.
struct TagHover {
  private let place: CursorPlace
  private let values: ShownValues
  private let step: Int

  private var node: SourceNode { place.steps[step].node }
  private var written: WrittenSet { place.written }

  /// `step` is the step with the tag.
  init(_ place: CursorPlace, _ values: ShownValues, step: Int) {
    self.place = place
    self.values = values
    self.step = step
  }

  /// Nil for a tag that is not one of blueprints.
  var text: String? {
    guard let description = TagDescription.all.first(where: { $0.name == node.tag }) else { return nil }
    return Markdown.text("**`\(description.name)`** \(description.text)", meaning)
  }

  private var meaning: [String] {
    guard let use = node.tag.flatMap({ TagFacts($0, node) }) else { return [resolved].compactMap(\.self) }
    switch use.target {
    case .keyOf(let id):
      let found = written.entries(withID: id, in: place.file)
      return found.isEmpty ? ["No entry of this file has the id \(Markdown.code(id))."] : found.map(line)
    case .find(_, let conditions):
      let found = written.entries(found: use, in: place.file)
      return found.isEmpty ? [stranger(conditions)] : found.prefix(3).map(line)
    case .context(let key): return [context(key, use)]
    case .environment(let name): return ["The value of \(Markdown.code(name)) is not shown."]
    case .file(let path): return ["The text of \(Markdown.code(path)) is not shown."]
    }
  }

  private func line(_ entry: EntryPosition) -> String {
    "Leads to " + EntryHover.reference(to: entry, from: place.file, written)
  }

  private func stranger(_ conditions: [(field: SourceNode, value: SourceNode)]) -> String {
    let isShipped = conditions.contains { condition in
      condition.field.text == "managed"
        && condition.value.plainText?.hasPrefix("goauthentik.io/") == true
    }
    let origin =
      isShipped ? "authentik ships the object, and a plan looks it up" : "A plan looks the object up"
    return "No entry of the workspace is known to match. \(origin) on the server."
  }

  private func context(_ key: String, _ use: TagFacts) -> String {
    let name = Markdown.code(key)
    let own = place.facts.context.last { $0.key.text == key }?.value
    let origin =
      written.context[key] != nil
      ? "the settings"
      : own != nil ? "the context of this file" : use.node.items?.count == 2 ? "the default" : nil
    guard let origin else { return "Neither this file nor the settings have a value for \(name)." }
    guard !isInSecret, values.isOpen(node, in: place.file), let text = shownValue else {
      return "The value comes from \(origin)."
    }
    return "The value is \(text), from \(origin)."
  }

  private var shownValue: String? {
    written.value(of: node, in: place.file)?.value.flatMap(values.text) ?? fieldValue
  }

  /// True if the tag makes a field that is not shown, or a part of it.
  private var isInSecret: Bool {
    guard let entry = place.entry else { return false }
    let names = place.below.compactMap(\.keyName)
    return names.dropFirst().first.map { values.isSecret($0, of: entry) } == true
      || names.contains(where: SecretName.covers)
  }

  private var resolved: String? { fieldValue.map { "The value is \($0)." } }

  /// The resolved value, if the tag is not an argument of another one.
  private var fieldValue: String? {
    let start = place.below.startIndex + 1
    guard let entry = place.entry, let pair = place.below.dropFirst().first?.pair, start <= step else {
      return nil
    }
    var steps: [FieldPath.Step] = []
    for (index, step) in place.steps[...step].enumerated().dropFirst(start + 1) {
      guard place.steps[index - 1].node.tag == nil else { return nil }
      switch step.role {
      case .item(let item): steps.append(.index(item))
      case .value(let pair):
        guard let key = pair.key.literal?.string else { return nil }
        steps.append(.key(key))
      case .key, .root: return nil
      }
    }
    return values.text(of: pair, in: place.key(0), steps, of: entry)
  }
}
