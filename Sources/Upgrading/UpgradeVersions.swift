import Blueprints
package import Catalog
import Model

/// The version to upgrade to, and the version that the blueprints were written for.
package struct UpgradeVersions: Sendable {
  /// The catalog of the new version.
  package let target: Catalog
  /// The catalog of the old version. Nil if it is not known. Then everything that the target objects to is reported.
  package let source: Catalog?
  /// The changes up to the target.
  let changes: [VersionChange]
  /// The changes since the source.
  let changesOnTheWay: [VersionChange]
  private let sourceVersion: AuthentikVersion?

  /// `from` and `to` are the user's names of versions. A family means its last patch.
  package init(from: (name: String, catalog: Catalog)?, to: (name: String, catalog: Catalog)) {
    target = to.catalog
    source = from?.catalog
    let targetVersion = AuthentikVersion(lastOf: to.name)
    let sourceVersion = (from?.name).map(AuthentikVersion.init(lastOf:))
    changes = VersionChanges.all.filter { $0.holds(in: targetVersion) }
    changesOnTheWay = changes.filter { $0.matters(from: sourceVersion) }
    self.sourceVersion = sourceVersion
  }

  func isOnTheWay(_ change: VersionChange) -> Bool { change.matters(from: sourceVersion) }

  /// The changes of a field, by its name in the file.
  func changes(of model: String, _ written: WrittenEntry.WrittenField) -> [VersionChange] {
    changes.filter { $0.isAbout(model) && $0.field == written.field.name }
  }

  /// The changes that concern entries without the field.
  func changesForMissing(of model: String) -> [VersionChange] {
    changes.filter { $0.isAbout(model) && ($0.isAboutMissing || $0.condition.isAbsent) }
  }

  /// True if the source has the model. Without a source, true if any version has it.
  func knewModel(_ model: String) -> Bool {
    if let source { return source.knows(model) }
    return KindHistory.models.contains(model)
  }

  /// True if the target cannot look up objects of the model, and the source could.
  func losesModel(_ model: String) -> Bool { !target.knows(model) && source?.knows(model) ?? true }

  /// The objections of the target to a field, without those of the source.
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
  /// The version of a name. A family becomes a patch number above all others.
  fileprivate init(lastOf name: String) {
    let version = AuthentikVersion(name)
    self = name == version.family ? AuthentikVersion(name + ".9999") : version
  }
}

extension VersionChange {
  /// True if the change concerns entries without the field.
  var isAboutMissing: Bool {
    if case .set? = rewrite { return true }
    return change == .required
  }

  /// True if the change concerns the field's name.
  var isAboutName: Bool {
    switch change {
    case .renamed, .removed: true
    default: false
    }
  }

  /// True if its message replaces the catalog's objection to the field.
  var coversObjections: Bool {
    switch change {
    case .renamed, .removed, .choice, .type, .constraint: true
    default: false
    }
  }
}
