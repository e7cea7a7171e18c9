package import Model
import OrderedCollections

/// A plan as `plan --out` saves it: complete, and without secrets.
package struct SavedPlan: Sendable {
  package let plan: Plan
  /// The findings of the guards, for a reader. An apply does not use them, because it has its own limits.
  package let guardFindings: [Diagnostic]
  /// Files that were found by a directory walk and left out because of their label.
  package let skippedFiles: [String]

  package init(_ plan: Plan, guardFindings: [Diagnostic] = [], skippedFiles: [String] = []) {
    self.plan = plan
    self.guardFindings = guardFindings
    self.skippedFiles = skippedFiles
  }

  /// Why a file is not a plan that this version can apply.
  package struct Failure: Error, Hashable {
    package let message: String

    package init(message: String) {
      self.message = message
    }
  }

  package static func read(_ bytes: [UInt8]) throws(Failure) -> SavedPlan {
    let document: Value
    do { document = try JSONReader.read(bytes, limit: JSONReader.ownValueLimit) } catch {
      throw Failure(message: "it is not JSON (\(error)); make a new one with `flowform plan --out FILE`")
    }
    guard document["format"]?.integer == PlanDocument.format else {
      throw Failure(
        message:
          "its format is not \(PlanDocument.format); make a new one with this version's `flowform plan --out FILE`"
      )
    }
    guard let basis = document["basis"].flatMap(basis), let rows = document["changes"]?.list else {
      throw Failure(message: "it lacks what an apply needs; save it with `flowform plan --out FILE`")
    }
    var changes: [PlannedChange] = []
    for row in rows {
      guard let change = change(row) else {
        throw Failure(
          message: "one of its changes cannot be read; make a new one with `flowform plan --out FILE`")
      }
      changes.append(change)
    }
    var plan = Plan(changes: changes)
    plan.basis = basis
    plan.leftovers = (document["leftovers"]?.list ?? []).compactMap { row in
      row["address"]?.string.flatMap { ResourceAddress($0) }.map {
        Plan.Leftover(address: $0, source: row["source"]?.string ?? "")
      }
    }
    plan.vanished = (document["vanished"]?.list ?? []).compactMap {
      $0.string.flatMap { ResourceAddress($0) }
    }
    plan.tests = (document["tests"]?.list ?? []).compactMap { row in
      row["flow"]?.string.map {
        PlannedTests(flow: $0, names: (row["tests"]?.list ?? []).compactMap(\.string))
      }
    }
    plan.diagnostics = diagnostics(document["diagnostics"])
    // Plans of earlier versions do not have these.
    return SavedPlan(
      plan, guardFindings: diagnostics(document["guardFindings"]),
      skippedFiles: (document["skippedFiles"]?.list ?? []).compactMap(\.string))
  }

  private static func change(_ row: Value) -> PlannedChange? {
    guard let address = row["address"]?.string.flatMap({ ResourceAddress($0) }),
      let action = row["action"]?.string.flatMap(Action.init(rawValue:)),
      let fields = row["fields"]?.list?.map(field), !fields.contains(where: { $0 == nil }),
      let origin = row["origin"]?.string.flatMap(ResourceRecord.Origin.init(rawValue:)),
      let identifiers = row["identifiers"]?.restoringReferences.map,
      let values = row["values"]?.restoringReferences.map
    else { return nil }
    var change = PlannedChange(address: address, action: action)
    change.source = row["source"].flatMap(location)
    change.fieldLocations = (row["places"]?.map ?? [:]).reduce(into: [:]) {
      $0[$1.key] = location($1.value)
    }
    change.fields = fields.compactMap { $0 }
    change.reason = row["reason"]?.string
    change.primaryKey = row["pk"]
    change.detailKey = row["key"]?.string
    change.liveDigest = row["digest"]?.string
    change.previousAddress = row["previousAddress"]?.string.flatMap { ResourceAddress($0) }
    change.origin = origin
    change.identifiers = identifiers
    change.values = values
    change.identity = row["identity"]?.map ?? [:]
    change.answered = row["answered"]?.map ?? [:]
    change.serverKeys = (row["serverKeys"]?.map ?? [:]).reduce(into: [:]) {
      $0[$1.key] = Set($1.value.list ?? [])
    }
    change.entryID = row["id"]?.string
    change.isCreateOnly = row["createOnly"] == true
    change.secretFields = Set((row["secretFields"]?.list ?? []).compactMap(\.string))
    change.secretHashes = texts(row["secretHashes"]?.map ?? [:])
    change.mustBeNew = row["mustBeNew"] == true
    change.dependencies = (row["dependencies"]?.list ?? []).compactMap {
      $0.string.flatMap { ResourceAddress($0) }
    }
    change.cascades = (row["cascades"]?.list ?? []).map {
      PlannedChange.Cascade(
        model: $0["model"]?.string ?? "", name: $0["name"]?.string ?? "", primaryKey: $0["pk"] ?? .null)
    }
    return change
  }

  private static func field(_ row: Value) -> FieldChange? {
    guard let path = row["path"]?.string, let before = row["before"], let after = row["after"] else {
      return nil
    }
    var change = FieldChange(
      path: row["steps"]?.list.map(path(ofSteps:)) ?? FieldPath(printed: path), before: before,
      after: after.restoringReferences, isDrift: row["drift"] == true,
      isSecret: after == FieldChange.secret && row["isLiteral"] != true)
    change.isServerDefault = row["default"] == true
    change.names = texts(row["names"]?.map ?? [:])
    return change
  }

  private static func path(ofSteps steps: [Value]) -> FieldPath {
    FieldPath(steps.map { step in step.integer.map(FieldPath.Step.index) ?? .key(step.string ?? "") })
  }

  private static func location(_ row: Value) -> SourceLocation? {
    guard let file = row["file"]?.string, let line = row["line"]?.integer, let column = row["column"]?.integer
    else { return nil }
    return SourceLocation(file: file, line: line, column: column)
  }

  private static func diagnostics(_ rows: Value?) -> [Diagnostic] {
    (rows?.list ?? []).compactMap { row in
      guard let severity = row["severity"]?.string.flatMap(Diagnostic.Severity.init(rawValue:)),
        let message = row["message"]?.string
      else { return nil }
      var diagnostic = Diagnostic(severity, message, at: location(row))
      diagnostic.showsLine = row["showsLine"] != false
      return diagnostic
    }
  }

  private static func basis(_ row: Value) -> PlanBasis? {
    guard let tool = row["toolVersion"]?.string, let server = row["serverVersion"]?.string,
      let url = row["url"]?.string, let lineage = row["lineage"]?.string, let serial = row["serial"]?.integer,
      let files = row["files"]?.map
    else { return nil }
    var basis = PlanBasis(
      toolVersion: tool, serverVersion: server, url: url, lineage: lineage, serial: serial,
      salt: row["salt"]?.string ?? "", files: texts(files),
      variables: texts(row["variables"]?.map ?? [:]),
      context: row["context"]?.string ?? "", paths: (row["paths"]?.list ?? []).compactMap(\.string),
      only: (row["only"]?.list ?? []).compactMap(\.string))
    basis.made = row["made"]?.string ?? ""
    return basis
  }

  private static func texts(_ map: ValueMap) -> [String: String] {
    Dictionary(uniqueKeysWithValues: map.map { ($0.key, $0.value.string ?? "") })
  }
}
