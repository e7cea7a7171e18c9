import Catalog
package import Model
import OrderedCollections

/// The JSON of a plan: what `plan --format json` prints and what `--out` saves (format 1).
///
/// It never holds a secret: both values are `{"secret": true}` instead.
package enum PlanDocument {
  package static let format = 1

  /// What `--out` saves.
  package static func value(of saved: SavedPlan) -> Value {
    guard case .map(var document) = value(of: saved.plan, complete: true) else { return .null }
    if !saved.guardFindings.isEmpty {
      document["guardFindings"] = .list(saved.guardFindings.map(completeDiagnostic))
    }
    if !saved.skippedFiles.isEmpty {
      document["skippedFiles"] = .list(saved.skippedFiles.map(Value.string))
    }
    return .map(document)
  }

  /// `complete` adds parts that only a saved plan needs: primary keys, digests, the basis.
  package static func value(of plan: Plan, complete: Bool = false) -> Value {
    var document: ValueMap = [
      "format": .integer(format),
      "summary": summary(plan.summary),
      "changes": .list(plan.changes.map { change($0, complete: complete) }),
      "diagnostics": .list(plan.diagnostics.map(complete ? completeDiagnostic : diagnostic)),
    ]
    if !plan.leftovers.isEmpty {
      document["leftovers"] = .list(
        plan.leftovers.map { ["address": .string($0.address.description), "source": .string($0.source)] })
    }
    if !plan.vanished.isEmpty {
      document["vanished"] = .list(plan.vanished.map { .string($0.description) })
    }
    if !plan.tests.isEmpty {
      document["tests"] = .list(
        plan.tests.map { ["flow": .string($0.flow), "tests": .list($0.names.map(Value.string))] })
    }
    if complete, let basis = plan.basis { document["basis"] = self.basis(basis) }
    return .map(document)
  }

  private static func summary(_ summary: PlanSummary) -> Value {
    [
      "create": .integer(summary[.create]), "update": .integer(summary[.update]),
      "delete": .integer(summary[.delete]), "adopt": .integer(summary[.adopt]),
      "unchanged": .integer(summary[.unchanged]), "skipped": .integer(summary[.skip]),
    ]
  }

  package static func diagnostic(_ diagnostic: Diagnostic) -> Value {
    var row: ValueMap = [
      "severity": .string(diagnostic.severity.rawValue), "message": .string(diagnostic.message),
    ]
    row.merge(keys(of: diagnostic.location)) { $1 }
    return .map(row)
  }

  private static func completeDiagnostic(_ diagnostic: Diagnostic) -> Value {
    guard !diagnostic.showsLine, case .map(var row) = self.diagnostic(diagnostic) else {
      return self.diagnostic(diagnostic)
    }
    row["showsLine"] = false
    return .map(row)
  }

  /// `file`, `line` and `column` of a place; empty if there is none.
  package static func keys(of location: SourceLocation?) -> ValueMap {
    guard let location else { return [:] }
    return [
      "file": .string(location.file), "line": .integer(location.line), "column": .integer(location.column),
    ]
  }

  private static func change(_ change: PlannedChange, complete: Bool) -> Value {
    var row: ValueMap = [
      "address": .string(change.address.description), "action": .string(change.action.rawValue),
    ]
    row["source"] = change.source.map(location)
    row["reason"] = change.reason.map(Value.string)
    row["fields"] = .list(change.fields.map { field($0, complete: complete) })
    if !change.cascades.isEmpty {
      row["cascades"] = .list(
        change.cascades.map { ["model": .string($0.model), "name": .string($0.name), "pk": $0.primaryKey] })
    }
    row["previousAddress"] = change.previousAddress.map { .string($0.description) }
    guard complete else { return .map(row) }
    row["pk"] = change.primaryKey
    row["key"] = change.detailKey.map(Value.string)
    row["digest"] = change.liveDigest.map(Value.string)
    row["origin"] = .string(change.origin.rawValue)
    row["identifiers"] = .map(change.identifiers.filter { !change.secretFields.contains($0.key) })
    row["values"] = .map(change.values.filter { !change.secretFields.contains($0.key) })
    if !change.identity.isEmpty { row["identity"] = .map(change.identity) }
    if !change.answered.isEmpty { row["answered"] = .map(change.answered) }
    if !change.serverKeys.isEmpty {
      row["serverKeys"] = .map(
        ValueMap(
          uniqueKeysWithValues: change.serverKeys.sorted { $0.key < $1.key }.map { name, keys in
            (name, .list(keys.sorted { (Coercion.text($0) ?? "") < (Coercion.text($1) ?? "") }))
          }))
    }
    row["id"] = change.entryID.map(Value.string)
    if !change.fieldLocations.isEmpty {
      row["places"] = .map(
        ValueMap(
          uniqueKeysWithValues: change.fieldLocations.sorted { $0.key < $1.key }.map { name, place in
            (name, location(place))
          }))
    }
    if change.isCreateOnly { row["createOnly"] = true }
    if !change.secretFields.isEmpty {
      row["secretFields"] = .list(change.secretFields.sorted().map(Value.string))
    }
    if !change.secretHashes.isEmpty { row["secretHashes"] = texts(change.secretHashes) }
    if change.mustBeNew { row["mustBeNew"] = true }
    if !change.dependencies.isEmpty {
      row["dependencies"] = .list(change.dependencies.map { .string($0.description) })
    }
    return .map(row)
  }

  private static func location(_ location: SourceLocation) -> Value { .map(keys(of: location)) }

  private static func field(_ field: FieldChange, complete: Bool) -> Value {
    var row: ValueMap = [
      "path": .string(field.path.description), "before": field.shownBefore, "after": field.shownAfter,
    ]
    if field.isDrift { row["drift"] = true }
    if field.isServerDefault { row["default"] = true }
    if !field.names.isEmpty { row["names"] = texts(field.names) }
    guard complete else { return .map(row) }
    if FieldPath(printed: field.path.description) != field.path {
      row["steps"] = .list(field.path.steps.map(step))
    }
    if !field.isSecret, field.shownAfter == FieldChange.secret { row["isLiteral"] = true }
    return .map(row)
  }

  private static func step(_ step: FieldPath.Step) -> Value {
    switch step {
    case .key(let key): .string(key)
    case .index(let index): .integer(index)
    }
  }

  private static func basis(_ basis: PlanBasis) -> Value {
    var row: ValueMap = [
      "toolVersion": .string(basis.toolVersion), "serverVersion": .string(basis.serverVersion),
      "url": .string(basis.url), "lineage": .string(basis.lineage), "serial": .integer(basis.serial),
      "salt": .string(basis.salt), "files": texts(basis.files), "variables": texts(basis.variables),
      "context": .string(basis.context),
      "paths": .list(basis.paths.map(Value.string)), "only": .list(basis.only.map(Value.string)),
    ]
    if !basis.made.isEmpty { row["made"] = .string(basis.made) }
    return .map(row)
  }

  private static func texts(_ texts: [String: String]) -> Value {
    .map(
      ValueMap(uniqueKeysWithValues: texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
  }
}
