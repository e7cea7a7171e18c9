import Catalog
package import Model
import OrderedCollections

/// An entry whose values are known: what one object should be.
///
/// A class, since sets are large and their entries are handed on from step to step.
package final class ResolvedEntry: Sendable {
  package let model: String
  package let address: ResourceAddress
  package let state: EntryState
  /// The entry's name inside its file.
  package let id: String?
  /// What finds the object, without `pk`.
  package let identifiers: ValueMap
  /// The primary key that the entry names, which the REST API cannot set.
  package let primaryKey: Value?
  /// `attrs` deep-merged with `identifiers`, in the order of the file.
  package let fields: [DeclaredField]
  /// What roles and users may do with the object.
  package let permissions: [DeclaredPermission]
  /// False if a condition is not true: the entry describes its object and changes nothing.
  package let isEnabled: Bool
  package let location: SourceLocation
  /// The files of those fields that another file than the entry's own declares.
  private let otherFiles: [String: String]
  /// True if a field is a secret, or of no kind's.
  let hasSecretFields: Bool
  /// True if the entry alone declares every field that a create needs.
  let isWhole: Bool
  /// The addresses that the entry refers to and that another entry of the set describes.
  package let references: Set<ResourceAddress>
  /// What else must be applied before: the blueprints that the entry's own applies first.
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

  /// The same with what else of the set must be applied before.
  func with(references: Set<ResourceAddress>, comesAfter: Set<ResourceAddress>) -> ResolvedEntry {
    ResolvedEntry(
      model: model, address: address, state: state, id: id, identifiers: identifiers, primaryKey: primaryKey,
      fields: fields, permissions: permissions, isEnabled: isEnabled, location: location,
      isWhole: isWhole, references: references, comesAfter: comesAfter, otherFiles: otherFiles)
  }

  /// Where the value of a field stands.
  package func location(of field: DeclaredField) -> SourceLocation {
    field.valueMark.location(in: otherFiles[field.name] ?? location.file)
  }

  package var values: ValueMap {
    ValueMap(fields.map { ($0.name, $0.value) }) { $1 }
  }

  /// The fields with a value that must not be printed or kept, whole or in part.
  package var hiddenFields: Set<String> {
    Set(hiddenPaths.keys)
  }

  /// What must not be printed or kept of the fields, by field, in paths that begin with the field.
  package var hiddenPaths: [String: [FieldPath]] {
    fields.reduce(into: [:]) { paths, field in
      let hidden = field.hiddenPaths
      if !hidden.isEmpty { paths[field.name] = hidden }
    }
  }

  /// True if anything that it declares refers to an object, of this set or another.
  package let hasReferences: Bool

  /// Every reference in what the entry declares.
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

  /// Two entries for one object: fields merge, and the later value wins.
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
