import Catalog
package import Model
import OrderedCollections

/// An entry with known values: the description of one object.
///
/// A class, since sets are large and their entries pass through many steps.
package final class ResolvedEntry: Sendable {
  package let model: String
  package let address: ResourceAddress
  package let state: EntryState
  /// The entry's name inside its file.
  package let id: String?
  /// The values that find the object, without `pk`.
  package let identifiers: ValueMap
  /// The primary key that the entry declares. The REST API cannot set it.
  package let primaryKey: Value?
  /// `attrs` deep-merged with `identifiers`, in the order of the file.
  package let fields: [DeclaredField]
  /// Permissions on the object for roles and users.
  package let permissions: [DeclaredPermission]
  /// False if a condition is not true. Then the entry describes its object and changes nothing.
  package let isEnabled: Bool
  package let location: SourceLocation
  /// The files of fields that were declared in another file than the entry.
  private let otherFiles: [String: String]
  /// True if a field is secret, has members, or is unknown to the kind.
  let hasSecretFields: Bool
  /// True if the entry alone declares all fields that a create needs.
  let isWhole: Bool
  /// The addresses that the entry refers to and that another entry of the set describes.
  package let references: Set<ResourceAddress>
  /// The other objects that must be applied before: those of blueprints that the entry's own blueprint applies first, and
  /// those whose keys its values were computed from.
  package let comesAfter: Set<ResourceAddress>

  init(
    model: String, address: ResourceAddress, state: EntryState, id: String?, identifiers: ValueMap,
    primaryKey: Value?, fields: [DeclaredField], permissions: [DeclaredPermission], isEnabled: Bool,
    location: SourceLocation, isWhole: Bool, references: Set<ResourceAddress> = [],
    comesAfter: Set<ResourceAddress> = [], otherFiles: [String: String] = [:]
  ) {
    self.model = model
    self.address = address
    self.state = state
    self.id = id
    self.identifiers = identifiers
    self.primaryKey = primaryKey
    self.fields = fields
    self.permissions = permissions
    self.isEnabled = isEnabled
    self.location = location
    self.otherFiles = otherFiles
    self.isWhole = isWhole
    self.references = references
    self.comesAfter = comesAfter
    hasSecretFields = fields.contains { $0.field.map { $0.isSecret || $0.type.members != nil } ?? true }
    hasReferences =
      fields.contains { $0.value.hasReferences } || identifiers.values.contains(where: \.hasReferences)
      || permissions.contains { $0.role?.hasReferences ?? false || $0.user?.hasReferences ?? false }
  }

  /// The entry with other references, and with other objects that must be applied before.
  func with(references: Set<ResourceAddress>, comesAfter: Set<ResourceAddress>) -> ResolvedEntry {
    ResolvedEntry(
      model: model, address: address, state: state, id: id, identifiers: identifiers, primaryKey: primaryKey,
      fields: fields, permissions: permissions, isEnabled: isEnabled, location: location,
      isWhole: isWhole, references: references, comesAfter: comesAfter, otherFiles: otherFiles)
  }

  /// The place of a field's value.
  package func location(of field: DeclaredField) -> SourceLocation {
    field.valueMark.location(in: otherFiles[field.name] ?? location.file)
  }

  package var values: ValueMap {
    ValueMap(fields.map { ($0.name, $0.value) }) { $1 }
  }

  /// The fields with a value that must not be printed or stored, as a whole or in part.
  package var hiddenFields: Set<String> {
    Set(hiddenPaths.keys)
  }

  /// The parts of values that must not be printed or stored, by field. Each path begins with the field.
  package var hiddenPaths: [String: [FieldPath]] {
    fields.reduce(into: [:]) { paths, field in
      let hidden = field.hiddenPaths
      if !hidden.isEmpty { paths[field.name] = hidden }
    }
  }

  /// True if the entry refers to any object, in this set or outside.
  package let hasReferences: Bool

  /// All references in the entry.
  package var allReferences: [Reference] {
    var found: [Reference] = []
    for field in fields { field.value.addReferences(to: &found) }
    for value in identifiers.values { value.addReferences(to: &found) }
    for permission in permissions {
      permission.role?.addReferences(to: &found)
      permission.user?.addReferences(to: &found)
    }
    return found
  }

  /// Merges a later entry for the same object into this one. Fields merge, and the later value wins.
  func overlaid(with later: ResolvedEntry) -> ResolvedEntry {
    let laterNames = Set(later.fields.map(\.name))
    var otherFiles = later.otherFiles
    for field in fields where !laterNames.contains(field.name) {
      let file = self.otherFiles[field.name] ?? location.file
      if file != later.location.file { otherFiles[field.name] = file }
    }
    return ResolvedEntry(
      model: model, address: address, state: later.state, id: later.id ?? id, identifiers: identifiers,
      primaryKey: later.primaryKey ?? primaryKey,
      fields: fields.filter { !laterNames.contains($0.name) } + later.fields,
      permissions: permissions + later.permissions, isEnabled: true, location: later.location,
      isWhole: isWhole || later.isWhole,
      comesAfter: comesAfter.union(later.comesAfter), otherFiles: otherFiles)
  }
}
