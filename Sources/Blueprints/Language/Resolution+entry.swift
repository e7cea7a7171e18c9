import Catalog
import Model
import OrderedCollections
import YAML

extension Resolution {
  /// Returns the kind of an entry that is to be planned. If there is none, returns nil and reports why.
  mutating func plannedKind(of index: Int) -> Kind? {
    guard let name = model(of: index) else { return nil }
    if let kind = catalog.kind(name) { return kind }
    let node = table[index].entry.model
    report(
      .error(UnknownModel(name, in: catalog).message, at: location(node, scope(index))).about(.model),
      scope(index))
    return nil
  }

  /// Reports the mistakes of an entry that cannot be planned because of its model or its state.
  mutating func examine(_ index: Int, as kind: Kind?) {
    let fields = known(.attrs, of: index, as: kind) + known(.identifiers, of: index, as: kind)
    if let kind { validate(fields, of: index, as: kind) }
  }

  /// Returns the entry with its values, or nil if it has a mistake. All mistakes are reported in its slot.
  mutating func resolvedEntry(_ index: Int, as kind: Kind, _ head: EntrySlot.Head) -> ResolvedEntry? {
    let identity = identity(of: index)
    let isMisidentified = table[index].diagnostics.hasErrors
    let identifiers = identity?.declared ?? known(.identifiers, of: index)[...]
    var fields = known(.attrs, of: index, as: kind, reserving: identifiers.count)
    // An object that is to be deleted only has to be found.
    let isAbsent = head.state == .absent
    let isComplete = isAbsent || fields.count == self.fields(.attrs, of: index).count
    let permissions = isAbsent ? [] : permissions(of: index, fields)
    Self.lay(identifiers, over: &fields, as: kind)
    let leavesPermissionsOut = isGrantedThroughRole(kind)
    if leavesPermissionsOut { fields.removeAll { $0.name == "permissions" } }
    let isWrong = isAbsent ? isMisidentified : table[index].diagnostics.hasErrors
    if !isAbsent { validate(fields, of: index, as: kind) }
    fields.removeAll { $0.name == "pk" }
    guard isComplete, !isWrong, let identity, let permissions else { return nil }
    return ResolvedEntry(
      model: kind.model, address: identity.address, state: head.state, id: table[index].entry.id,
      identifiers: identity.identifiers, primaryKey: identity.primaryKey, fields: fields,
      permissions: permissions, isEnabled: head.isEnabled, location: table[index].entry.location,
      isWhole: kind.requiredFields.allSatisfy { fields.declare($0) },
      comesAfter: Set(fields.flatMap(\.computedFrom)).subtracting([identity.address]))
  }

  private mutating func validate(_ fields: [DeclaredField], of index: Int, as kind: Kind) {
    let file = table[index].entry.file
    let identifying = Set(self.fields(.identifiers, of: index).map(\.name))
    for finding in EntryValidator.validate(fields, identifying: identifying, as: kind, catalog, file: file) {
      report(finding, scope(index))
    }
  }

  private static func lay(
    _ identifiers: ArraySlice<DeclaredField>, over fields: inout [DeclaredField], as kind: Kind
  ) {
    for identifier in identifiers {
      let name = BlueprintNames.field(identifier.name, of: kind)
      let position = fields.firstIndex { $0.name == name }
      let field = kind.field(name)
      if let position {
        fields[position] = fields[position].overlaid(with: identifier, named: name, field)
      } else {
        fields.append(
          DeclaredField(
            name: name, value: identifier.value, nameMark: identifier.nameMark,
            valueMark: identifier.valueMark, field: field, traces: identifier.traces,
            places: identifier.places))
      }
    }
  }
}
