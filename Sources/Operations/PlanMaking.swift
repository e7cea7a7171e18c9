import Applying
import Blueprints
import LiveReading
import Model
import OrderedCollections
import Planning
import State

/// One plan in the making. Its questions and its objects are read through one reader, so nothing is read twice.
struct PlanMaking {
  let request: PlanRequest
  let session: Session
  let reader: LiveReader

  init(_ request: PlanRequest, _ session: Session) {
    self.request = request
    self.session = session
    reader = session.reader(request.mode)
  }

  /// Resolves the blueprints. In rounds, it asks the server for the values that only the server knows.
  func desired() async throws -> DesiredSet {
    try await reader.desired(
      ParsedSet(request.files.files, catalog: session.server.catalog, cache: request.cache),
      options: request.options)
  }

  /// The findings about the files. Those about an old form say that `flowform upgrade` rewrites it.
  func findings(_ desired: DesiredSet) -> [Diagnostic] {
    request.files.diagnostics
      + UpgradeHints.added(to: desired.diagnostics, of: request.files, for: session.server.catalog)
  }

  /// The finished plan.
  func plan(_ desired: DesiredSet, over state: StateSnapshot) async throws -> MadePlan {
    let only = request.options.only
    let records = only.isEmpty ? state.resources : state.resources.filter(only.covers)
    // Models that only the state knows can be selected too.
    try session.server.catalog.refuse(
      namesOfNothing: desired.namesOfNothing.filter { name in
        !records.contains { Selection([name]).covers($0.key, $0.value) }
      })
    let scope = PlanScope(request)
    let unchecked = scope.unchecked(records, desired)
    let (liveObjects, ownership) = try await liveObjects(
      LookupTarget.all(desired.entries, records: records, without: unchecked), state)
    var input = input(desired, state, liveObjects, records: records, without: unchecked)
    input.serverKeys = try await reader.serverKeys(of: Set(desired.entries.map(\.model)))
    var plan = try await reader.withCascades(Planner.plan(input))
    let instances = try await reader.blueprintInstances() ?? []
    let before =
      findings(desired) + InstanceOverlap.diagnostics(desired, instances: instances) + unpruned(desired)
    plan.diagnostics =
      before + session.warnings(state, ownership) + scope.note(state.resources, desired) + plan.diagnostics
    plan = try await reader.withNames(plan, liveObjects).masked(by: desired.secretMask)
    if request.willBeSaved { plan.basis = basis(of: desired, state) }
    var made = try await guarded(
      plan, lateValues: lateValues(plan, desired), skipping: desired.skippedFiles)
    made.desired = desired
    return try await withTests(made)
  }

  /// What the planner needs, but for the keys that the server adds.
  func input(
    _ desired: DesiredSet, _ state: StateSnapshot, _ liveObjects: [String: LiveObjects],
    records: [ResourceAddress: ResourceRecord], without unchecked: Set<ResourceAddress> = []
  ) -> PlanInput {
    var input = PlanInput(entries: desired.entries, catalog: session.server.catalog, liveObjects: liveObjects)
    input.described = desired.described
    input.failures = desired.failures
    input.hasUnknownFailures = desired.diagnostics.hasErrors && !desired.unidentified.isEmpty
    input.sources = Set(request.files.files.map(\.source.file))
    input.records = records
    input.unchecked = unchecked
    let creates = state.intents.values.filter { $0.action == .create }
    input.intendedCreates = Set(creates.filter(\.hasUniqueKey).map(\.address))
    input.uncertainCreates = Set(creates.filter { !$0.hasUniqueKey }.map(\.address))
    input.prunes = request.prunes && desired.unidentified.isEmpty
    input.secretHash = session.secretHash(state)
    input.digestsUnchanged = request.willBeSaved
    input.isServerOfState = state.server == session.server.name
    return input
  }

  /// The live objects, and whether the state is this server's; throws if it was written for another one.
  func liveObjects(
    _ targets: [LookupTarget], _ state: StateSnapshot
  ) async throws -> ([String: LiveObjects], StateOwnership) {
    let found = try await reader.liveObjects(of: targets)
    let ownership = session.ownership(state, found)
    let isSameAddress = state.server == session.server.name
    guard ownership == .foreign || (ownership == .unknown && !isSameAddress) else {
      return (found, ownership)
    }
    // The objects of a part may not tell. Then all of the state's do.
    let named = Set(targets.map(\.address))
    let others = LookupTarget.all([], records: state.resources, without: named)
    let all = others.isEmpty ? found : try await reader.liveObjects(of: targets + others)
    return (found, try session.refuseForeignState(state, all))
  }

  /// The plan with the diagnostics of its guards.
  func guarded(
    _ plan: Plan, lateValues: LateValues?, skipping skippedFiles: [String] = []
  ) async throws -> MadePlan {
    let limits = request.limits
    let facts = try await reader.lockoutFacts(limits.allowsLockout ? [] : Lockout.concerns(of: plan))
    var made = MadePlan(
      plan,
      guardFindings: limits.diagnostics(plan, Lockout.findings(of: plan, facts: facts))
        .masked(by: plan.secretMask),
      lateValues: lateValues)
    made.skippedFiles = skippedFiles
    return made
  }

  /// Resolves the values that only an apply can know; nil if there are none.
  func lateValues(_ plan: Plan, _ desired: DesiredSet) -> LateValues? {
    guard plan.hasPendingValues else { return nil }
    let (session, mode) = (session, request.mode)
    return { address in
      // The plan's reader has read before these objects existed.
      try await session.reader(mode).lateValues(of: address, in: desired)
    }
  }

  /// A skipped entry whose identifiers are unknown could match any object.
  private func unpruned(_ desired: DesiredSet) -> [Diagnostic] {
    guard request.prunes else { return [] }
    return desired.unidentified.map {
      .warning(
        "nothing is pruned: this entry is left out, and the object it describes is unknown; write its identifiers literally",
        at: $0)
    }
  }
}
