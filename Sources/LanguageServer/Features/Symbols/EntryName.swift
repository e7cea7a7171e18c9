import Catalog
import Model
import YAML

extension WrittenSet {
  /// The models of objects that join two others, with the field of the object that they join to the target.
  private static let bindings = [
    "authentik_flows.flowstagebinding": ["stage"],
    "authentik_policies.policybinding": ["policy", "group", "user"],
  ]

  /// A name of an entry for people: that of its object, or that of what it binds, or its id, or else its model.
  package func name(of position: EntryPosition, depth: Int = 0) -> String {
    let entry = entry(position)
    let model = entry.model?.text.lowercased() ?? ""
    let named = Kind.nameFields.lazy.compactMap { self.field($0, of: position)?.literal?.string }
      .first { !$0.isEmpty }
    if let named { return named }
    if let application = BlueprintApplication(entry, in: facts(of: position)),
      let name = (application.name ?? application.path)?.text, !name.isEmpty
    {
      return name
    }
    if let fields = Self.bindings[model], depth < 4,
      let bound = fields.lazy.compactMap({ self.bound($0, by: position, depth: depth) }).first
    {
      let order = order(of: position).map { "\($0) → " } ?? ""
      return order + bound
    }
    if let id = entry.id?.text, !id.isEmpty { return id }
    let short = model.split(separator: ".").last.map(String.init) ?? ""
    return short.isEmpty ? "entry" : short
  }

  /// The name of the object that a binding binds, from its entry or from the look-up.
  private func bound(_ field: String, by position: EntryPosition, depth: Int) -> String? {
    guard let node = self.field(field, of: position) else { return nil }
    if let entry = value(of: node, in: position.file)?.entry { return name(of: entry, depth: depth + 1) }
    guard let tag = node.tag, let use = TagFacts(tag, node), case .find(_, let conditions) = use.target else {
      return nil
    }
    return conditions.lazy.compactMap { $0.value.literal?.string }.first
  }

  /// The `order` of a binding.
  func order(of position: EntryPosition) -> Int? {
    field("order", of: position).flatMap { value(of: $0, in: position.file)?.value?.integer }
  }

  /// True if the entry joins two other objects.
  func isBinding(_ position: EntryPosition) -> Bool {
    entry(position).model.map { Self.bindings[$0.text.lowercased()] != nil } ?? false
  }
}
