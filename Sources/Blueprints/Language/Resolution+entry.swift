import Catalog
import Model
import OrderedCollections
import YAML

extension Resolution {
  /// The kind of an entry that is to be planned; nil with the reason among its diagnostics.
  mutating func plannedKind(of index: Int) -> Kind? {
    guard let name = model(of: index) else { return nil }
    if let kind = catalog.kind(name) { return kind }
    let node = slots[index].entry.model
    _ = fail(
      catalog.modelsWithoutEndpoint.contains(name)
        ? "the API has no endpoint that creates objects of \(name)"
        : "unknown model `\(name)`\(catalog.modelHint(for: name))", node, scope(index))
    return nil
  }

  /// The entry with its values, or nil where it has a mistake; the diagnostics are in its slot.
  mutating func resolvedEntry(_ index: Int, as kind: Kind, _ head: EntrySlot.Head) -> ResolvedEntry? {
    let identity = identity(of: index)
    let attrs = declared(.attrs, of: index)
    let permissions = permissions(of: index, attrs ?? [])
    guard let identity, let attrs, let permissions else { return nil }
    let leavesPermissionsOut = isGrantedThroughRole(kind)
    var fields = Self.merge(attrs, with: identity.declared)
    fields.removeAll { $0.name == "pk" || (leavesPermissionsOut && $0.name == "permissions") }
    if BlueprintNames.aliases[kind.model] != nil {
      fields = fields.map { $0.named(BlueprintNames.field($0.name, of: kind)) }
    }
    return ResolvedEntry(
      model: kind.model, address: identity.address, state: head.state, id: slots[index].entry.id,
      identifiers: identity.identifiers, primaryKey: identity.primaryKey, fields: fields,
      permissions: permissions, isEnabled: head.isEnabled, location: slots[index].entry.location)
  }

  private static func merge(_ attrs: [DeclaredField], with identifiers: [DeclaredField]) -> [DeclaredField] {
    var merged = attrs
    merged.reserveCapacity(attrs.count + identifiers.count)
    for identifier in identifiers {
      if let index = merged.firstIndex(where: { $0.name == identifier.name }) {
        merged[index] = DeclaredField(
          name: identifier.name, value: merged[index].value.merged(with: identifier.value),
          nameMark: identifier.nameMark, valueMark: identifier.valueMark,
          isHidden: merged[index].isHidden && (identifier.value.map != nil || identifier.value.list != nil))
      } else {
        merged.append(identifier)
      }
    }
    return merged
  }
}
