import Blueprints
package import Catalog
import Model

/// The version that the blueprints are for, and the one that they were written for.
package struct UpgradeVersions: Sendable {
  /// The catalog of the new version.
  package let target: Catalog
  /// The catalog of the old version. Nil if it is not known: then all that the target objects to counts.
  package let source: Catalog?
  /// The changes up to the target.
  let changes: [VersionChange]
  /// The changes since the source.
  let changesOnTheWay: [VersionChange]
  private let sinceNames: Set<Position>

  private struct Position: Hashable {
    let since: AuthentikVersion
    let field: String?
    let change: VersionChange.Change
  }

  /// `from` and `to` are as the user names them. A family stands for its last patch.
  package init(
    from: (name: String, catalog: Catalog)?, to: (name: String, catalog: Catalog),
    changes: [VersionChange] = VersionChanges.all
  ) {
    let target = AuthentikVersion(lastOf: to.name)
    let source = (from?.name).map(AuthentikVersion.init(lastOf:))
    self.target = to.catalog
    self.source = from?.catalog
    self.changes = VersionChanges.between(nil, and: target, of: changes)
    changesOnTheWay = VersionChanges.between(source, and: target, of: changes)
    sinceNames = Set(
      changesOnTheWay.map { Position(since: $0.since, field: $0.field, change: $0.change) })
  }

  func isOnTheWay(_ change: VersionChange) -> Bool {
    sinceNames.contains(Position(since: change.since, field: change.field, change: change.change))
  }

  /// The changes about a field that is written in an entry, by the name that is written.
  func changes(of model: String, _ written: WrittenEntry.WrittenField) -> [VersionChange] {
    (changes + changesOnTheWay.filter { $0.onlyFrom != nil }).filter { change in
      change.isAbout(model) && change.field == written.field.name
    }
  }

  /// The changes about a field that an entry leaves out.
  func changesForMissing(of model: String) -> [VersionChange] {
    changes.filter { $0.isAbout(model) && ($0.isAboutMissing || $0.condition.isAbsent) }
  }

  /// True if the source, or an older version than the target, had the model.
  func knewModel(_ model: String) -> Bool {
    if let source { return source.knows(model) }
    return KindHistory.models.contains(model)
  }

  /// True if the target cannot look up objects of the model, and the source could.
  func losesModel(_ model: String) -> Bool { !target.knows(model) && source?.knows(model) ?? true }

  /// What the target objects to in a field, and the source does not.
  func newObjections(
    to written: WrittenEntry.WrittenField, _ value: Value?, of kind: Kind
  ) -> [FieldObjection] {
    let found = FieldObjection.all(
      to: written.name, value, isIdentifier: written.isIdentifier, of: kind, in: target)
    guard let source, !found.isEmpty else { return found }
    // An entry of a kind that the source lacks was not for the source.
    guard let before = source.kind(kind.model) else { return [] }
    let old = FieldObjection.all(
      to: BlueprintNames.field(written.field.name, of: before), value, isIdentifier: written.isIdentifier,
      of: before, in: source, tellsHistory: false)
    return found.filter { objection in
      !old.contains { $0.subject == objection.subject && $0.steps == objection.steps }
        && !old.contains { $0.subject == .ignored }
    }
  }
}

extension Catalog {
  fileprivate func knows(_ model: String) -> Bool {
    BaseKinds.kind(model, in: self) != nil || modelsWithoutEndpoint.contains(model)
  }
}

extension AuthentikVersion {
  /// The last patch of a family, if that is what the name says.
  fileprivate init(lastOf name: String) {
    let version = AuthentikVersion(name)
    self = name == version.family ? AuthentikVersion(name + ".9999") : version
  }
}

extension VersionChange {
  /// True if the change is about entries that lack the field.
  var isAboutMissing: Bool {
    if case .set? = rewrite { return true }
    return change == .required
  }

  /// True if it is about the name of the field, whatever its value.
  var isAboutName: Bool {
    switch change {
    case .renamed, .removed: true
    default: false
    }
  }

  /// True if it says what a catalog's objection to the field would.
  var coversObjections: Bool {
    switch change {
    case .renamed, .removed, .choice, .type, .constraint: true
    default: false
    }
  }
}
