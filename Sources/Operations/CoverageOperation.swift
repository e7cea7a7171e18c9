import Blueprints
import Catalog
package import Exporting
import LiveReading
package import Model
import OrderedCollections
import Planning
import State

/// Finds the objects of a server that no blueprint describes; writes nothing.
///
/// An entry describes the object that a plan would compare it with, so this makes a plan without finishing it. Every
/// kind's list is read first, and once.
package struct CoverageOperation: Sendable {
  package enum Result: Sendable {
    case made(Coverage)
    /// The blueprints have mistakes, so the server's objects were not compared.
    case invalid([Diagnostic])
  }

  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// Asks for the objects of these models, or of all.
  package func run(_ request: PlanRequest, only models: Set<String>) async throws -> Result {
    let catalog = session.server.catalog
    try catalog.refuseUnknown(models)
    let kinds = catalog.kinds.filter { models.isEmpty ? $0.canList : models.contains($0.model) }
    let making = PlanMaking(request, session)
    var census = try await making.reader.census(of: kinds.filter { ExportScope.describes($0) })
    let desired = try await making.desired()
    let findings = making.findings(desired)
    guard !findings.hasErrors else { return .invalid(findings) }
    let state = try await session.state.load().snapshot.moving(request.moves)
    let planned = Set(desired.entries.map(\.model) + state.resources.values.map(\.kind))
    let others = catalog.kinds.filter { planned.contains($0.model) && $0.canList }
    let more = try await making.reader.census(of: others)
    census.objects.merge(more.objects) { $1 }
    let needed = Self.needed(desired, for: Set(kinds.map(\.model)), readable: Set(census.objects.keys))
    let lacking = OrderedSet(
      census.lacking + others.filter { needed.contains($0.model) }.map { $0.permission("view") })
    let counted = try await making.reader.counts(
      of: kinds.filter { census.objects[$0.model] == nil && !ExportScope.describes($0) })

    let (live, plan) = try await plan(desired, state, making, of: Set(census.objects.keys))
    guard !plan.diagnostics.hasErrors else {
      return .invalid(findings + plan.diagnostics.filter { $0.severity == .error })
    }
    var input = CoverageInput(
      objects: (making.reader.wholeLists.merging(live) { $1 }).flatMap { model, list in
        catalog.kind(model).map { kind in
          list.compactMap { $0.map.map { ExportedObject(kind: kind, fields: $0) } }
        } ?? []
      },
      kinds: kinds)
    input.counts = counted.counts
    input.described = Self.described(by: plan)
    input.leftOver = Self.leftOver(plan, state)
    var coverage = Coverage(input)
    coverage.diagnostics =
      findings + lacking.map(Self.incomplete) + Self.uncounted(counted.lacking)
      + (try await hiddenApplications(making, kinds))
    return .made(coverage)
  }

  /// The plan, and the objects that it saw. Entries of kinds that the token may not view are left out: nobody knows
  /// which objects they describe.
  private func plan(
    _ desired: DesiredSet, _ state: StateSnapshot, _ making: PlanMaking, of readable: Set<String>
  ) async throws -> (live: [String: [Value]], plan: Plan) {
    let records = state.resources
    let unchecked = PlanScope(making.request).unchecked(records, desired)
    let targets = LookupTarget.all(desired.entries, records: records, without: unchecked)
      .filter { readable.contains($0.model) }
    let (liveObjects, _) = try await making.liveObjects(targets, state)
    var input = making.input(desired, state, liveObjects, records: records, without: unchecked)
    input.entries = desired.entries.filter { readable.contains($0.model) }
    let live = liveObjects.compactMapValues { found in
      if case .objects(let objects) = found { objects } else { nil }
    }
    return (live, Planner.plan(input))
  }

  /// The live objects that the plan compared an entry with.
  private static func described(by plan: Plan) -> [String: Set<Value>] {
    plan.changes.reduce(into: [:]) { keys, change in
      switch change.action {
      case .unchanged, .update, .adopt:
        if let key = change.primaryKey { keys[change.address.model, default: []].insert(key) }
      case .create, .delete, .skip: break
      }
    }
  }

  private static func leftOver(
    _ plan: Plan, _ state: StateSnapshot
  ) -> [String: [Value: Coverage.LeftOver]] {
    plan.leftovers.reduce(into: [:]) { found, left in
      guard let record = state.resources[left.address] else { return }
      found[record.kind, default: [:]][record.primaryKey] = Coverage.LeftOver(
        address: left.address, source: left.source)
    }
  }

  // MARK: - What could not be read

  /// The unreadable models without which entries of these kinds cannot be found, because they refer to their objects.
  private static func needed(
    _ desired: DesiredSet, for models: Set<String>, readable: Set<String>
  ) -> Set<String> {
    var needs: [ResourceAddress: Set<String>] = [:]
    var needed: Set<String> = []
    // Entries come after those that they refer to.
    for entry in desired.entries {
      var own = entry.allReferences.reduce(into: Set<String>()) { own, reference in
        if reference.known == nil { own.formUnion(needs[reference.address] ?? []) }
      }
      if !readable.contains(entry.model) { own.insert(entry.model) }
      needs[entry.address] = own
      if models.contains(entry.model) { needed.formUnion(own) }
    }
    return needed
  }

  private static func incomplete(_ permission: String) -> Diagnostic {
    .error(
      "the token lacks \(permission), so these objects are not compared, and the result is incomplete; give its user the permission, or choose other models with --only",
      at: nil)
  }

  private static func uncounted(_ lacking: [String]) -> [Diagnostic] {
    guard !lacking.isEmpty else { return [] }
    return [
      .note(
        "kinds that an export does not describe are not counted, because the token lacks \(lacking.joined(separator: ", "))",
        at: nil)
    ]
  }

  /// Only a superuser's list has every application.
  private func hiddenApplications(_ making: PlanMaking, _ kinds: [Kind]) async throws -> [Diagnostic] {
    let hiding = kinds.filter { $0.hidesObjects && ExportScope.describes($0) }
    guard let kind = hiding.first, making.reader.wholeLists[kind.model] != nil,
      try await making.reader.isSuperuser() == false
    else { return [] }
    return [
      .error(
        "the token's user is not a superuser, so authentik lists only those objects of \(kind.model) that this user may open, and the result is incomplete; use the token of a superuser, or choose other models with --only",
        at: nil)
    ]
  }
}
