import Applying
import Blueprints
package import Exporting
package import Model
import Planning
import State

/// Records the objects of an export in the state, as created by flowform. The server stays as it is.
package struct AdoptOperation: Sendable {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// What was recorded.
  package struct Result: Sendable {
    /// How many objects are new in the state, or were only adopted before.
    package let count: Int
    package let diagnostics: [Diagnostic]
  }

  /// Plans the export's files over the state, and records each of the objects as the plan finds it. `write` writes
  /// the files, once it is certain that the state takes the objects.
  package func run(
    _ files: [SourceText], _ objects: Set<ExportedObject.Identifier>, write: () throws -> Void
  ) async throws -> Result {
    try await session.state.whileHeld(command: "export", session.context) { held in
      let before = try await held.recover().told(to: session.context).snapshot
      let request = Self.request(files)
      let making = PlanMaking(request, session)
      let desired = try await making.desired()
      let found = making.findings(desired)
      guard !found.hasErrors else {
        // The findings name places in the files.
        try write()
        return Result(count: 0, diagnostics: found)
      }
      let made = try await making.plan(desired, over: before)
      var diagnostics = made.plan.diagnostics.filter { $0.severity != .note }
      let changes = recorded(made.plan, objects, before, &diagnostics)
      var plan = Plan(changes: changes)
      plan.names = made.plan.names
      let applied = try await Applier(
        session.server.api, catalog: session.server.catalog, secretHash: session.secretHash(before)
      ).apply(
        plan, to: before, journal: { () throws(StateError) in try held.beginJournal(before) },
        report: { _ in })
      var snapshot = applied.snapshot
      if !snapshot.hasSameContent(as: before) { snapshot.server = session.server.name }
      try write()
      try await held.commit(snapshot, after: before)
      let count = snapshot.resources.count { before.resources[$0.key]?.origin != $0.value.origin }
      return Result(count: count, diagnostics: diagnostics)
    }
  }

  private static func request(_ files: [SourceText]) -> PlanRequest {
    let blueprints = BlueprintFiles([]).adding(files.map { BlueprintFiles.File(source: $0, isNamed: true) })
    var request = PlanRequest(
      files: blueprints, paths: files.map(\.file), options: DesiredSet.Options(),
      limits: DeleteLimits(isEnforced: false))
    request.isPart = true
    return request
  }

  /// The changes that only write to the state, as of objects that flowform created.
  private func recorded(
    _ plan: Plan, _ objects: Set<ExportedObject.Identifier>, _ state: StateSnapshot,
    _ diagnostics: inout [Diagnostic]
  ) -> [PlannedChange] {
    let addresses = Dictionary(
      state.resources.map { (identifier($0.value.kind, $0.value.primaryKey), $0.key) }
    ) { first, _ in first }
    return plan.changes.compactMap { planned in
      guard let key = planned.primaryKey, planned.action != .delete else { return nil }
      let id = identifier(planned.address.model, key)
      guard objects.contains(id) else { return nil }
      if let other = addresses[id], other != planned.address {
        diagnostics.append(
          .warning(
            "\(planned.address) is not adopted: the object is in the state as \(other); `flowform state move` changes its address",
            at: planned.source))
        return nil
      }
      guard !planned.action.isWrite, planned.action != .skip else {
        diagnostics.append(
          .warning(
            "\(planned.address) is not adopted: its entry differs from the server in \(planned.changedFields.joined(separator: ", ")); `flowform plan` shows it",
            at: planned.source))
        return nil
      }
      if let source = state.resources[planned.address]?.source, !source.isEmpty,
        source != planned.source?.file
      {
        diagnostics.append(
          .warning(
            "\(planned.address) is in the state already, from \(source); if that file still describes it, remove one of the two entries",
            at: planned.source))
      }
      var change = planned
      change.origin = .created
      return change
    }
  }

  private func identifier(_ model: String, _ key: Value) -> ExportedObject.Identifier {
    ExportedObject.Identifier(model: model, key: key.string ?? JSONWriter.write(key))
  }
}
