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
    let attrs = declared(.attrs, of: index, as: kind, reserving: identity?.declared.count ?? 0)
    let permissions = permissions(of: index, attrs ?? [])
    guard let identity, var fields = attrs, let permissions else { return nil }
    Self.lay(identity.declared, over: &fields, as: kind)
    let leavesPermissionsOut = isGrantedThroughRole(kind)
    fields.removeAll { $0.name == "pk" || (leavesPermissionsOut && $0.name == "permissions") }
    return ResolvedEntry(
      model: kind.model, address: identity.address, state: head.state, id: slots[index].entry.id,
      identifiers: identity.identifiers, primaryKey: identity.primaryKey, fields: fields,
      permissions: permissions, isEnabled: head.isEnabled, location: slots[index].entry.location,
      isWhole: kind.requiredFields.allSatisfy { fields.declare($0) })
  }

  private static func lay(
    _ identifiers: ArraySlice<DeclaredField>, over fields: inout [DeclaredField], as kind: Kind
  ) {
    for identifier in identifiers {
      let name = BlueprintNames.field(identifier.name, of: kind)
      let position = fields.firstIndex { $0.name == name }
      let below = position.map { fields[$0] }
      let field = DeclaredField(
        name: name, value: below?.value.merged(with: identifier.value) ?? identifier.value,
        nameMark: identifier.nameMark, valueMark: identifier.valueMark, field: kind.field(name),
        // A map or list that it is merged with may hold what is hidden.
        isHidden: below?.isHidden == true && (identifier.value.map != nil || identifier.value.list != nil))
      if let position { fields[position] = field } else { fields.append(field) }
    }
  }
}
