import Applying
import Blueprints
import Catalog
import LiveReading
import Model
import OrderedCollections
import Planning
import State

/// Checks a saved plan before an apply.
///
/// Its files are read once: the same bytes are compared with the plan's digests and provide its secrets.
struct SavedPlanCheck {
  private let plan: Plan
  private let path: String
  let making: PlanMaking
  private let files: [String: [UInt8]]

  /// `path` is the plan's file; `request` holds everything but the blueprints, which the plan names itself.
  init(
    _ plan: Plan, path: String, _ request: PlanRequest, _ session: Session
  ) {
    self.plan = plan
    self.path = path
    let names = Set((plan.basis?.files ?? [:]).keys)
    var request = request
    request.files = BlueprintFiles(plan.basis?.paths ?? []).keeping(names)
    request.options.only = Selection(plan.basis?.only ?? [])
    making = PlanMaking(request, session)
    let blueprints = request.files.bytes
    let others = names.subtracting(blueprints.keys).sorted()
    files = BlueprintFiles(others).bytes.merging(blueprints) { $1 }
      .merging(request.contextFiles.filter { names.contains($0.key) }) { $1 }
  }

  /// The plan with its secrets and guards; throws if anything that it saw has changed.
  func made(over state: StateSnapshot) async throws -> MadePlan {
    try refuse(try await differences(state), state)
    guard plan.hasPendingValues || plan.changes.contains(where: \.needsSecrets) else {
      return try await making.withTests(making.guarded(plan, lateValues: nil))
    }
    try refuseStandardInput()
    let desired = try await making.desired()
    // `!File` reads files separately.
    try refuse(
      desired.consulted.files.filter { files[$0.key] != $0.value }.keys.sorted()
        .map { PlanBasis.Difference("the file \($0) has changed") }, state)
    let restored = try restored(desired, state)
    let made = try await making.guarded(restored, lateValues: making.lateValues(restored, desired))
    return try await making.withTests(made)
  }

  private func differences(_ state: StateSnapshot) async throws -> [PlanBasis.Difference] {
    guard let basis = plan.basis else { return [.init("the plan does not record what it depends on")] }
    let differences = making.differences(from: basis, files: files, state)
    guard differences.isEmpty else { return differences }
    let (liveObjects, _) = try await making.liveObjects(LookupTarget.all(plan), state)
    let stale = Staleness.differences(
      of: plan, liveObjects: liveObjects, catalog: making.session.server.catalog)
    guard stale.isEmpty else { return stale.map { .init($0) } }
    return Staleness.cascades(of: plan, now: try await making.reader.withCascades(plan)).map { .init($0) }
  }

  private func refuse(
    _ differences: [PlanBasis.Difference], _ state: StateSnapshot
  ) throws(OperationError) {
    guard !differences.isEmpty else { return }
    let next = "make a new one with `flowform plan --out \(path)`"
    guard !plan.isApplied(in: state) else {
      throw OperationError(.failed, "the plan \(path) was already applied; \(next)")
    }
    let shown = differences.prefix(5)
    let more = differences.count > 5 ? "; and \(differences.count - 5) more" : ""
    // Only if nothing else has changed, a remedy is enough.
    let remedies = differences.compactMap(\.remedy)
    let remedy = remedies.count == differences.count ? remedies.joined(separator: ", ") + ", or " : ""
    throw OperationError(
      .failed,
      "the plan \(path) is stale: \(shown.map(\.description).joined(separator: "; "))\(more); \(remedy)\(next)"
    )
  }

  /// Refuses a plan from standard input that lacks values: standard input cannot be read again.
  private func refuseStandardInput() throws(OperationError) {
    for change in plan.changes.writes {
      let lacking = change.secretFields.sorted() + change.values.filter { $0.value.isPending }.keys
      let missing = lacking.first { name in
        (change.fieldLocations[name] ?? change.source)?.file == BlueprintFiles.standardInput
      }
      guard let missing else { continue }
      throw OperationError(
        .failed,
        "the plan \(path) does not hold `\(missing)` of \(change.address), because it is a secret or is only known during the apply, and standard input cannot be read again; write the blueprint to a file and make a new plan from it"
      )
    }
  }

  /// The plan with its secrets, which a saved plan does not hold.
  private func restored(_ desired: DesiredSet, _ state: StateSnapshot) throws(OperationError) -> Plan {
    let entries = Dictionary(desired.entries.map { ($0.address, $0) }) { $1 }
    var result = plan
    let hash = making.session.secretHash(state)
    for index in plan.changes.indices where plan.changes[index].needsSecrets {
      let change = plan.changes[index]
      for name in change.secretFields {
        guard let declared = entries[change.address]?.values[name] else {
          throw OperationError(
            .failed,
            "`\(name)` of \(change.address) is a secret that is not in the blueprints any more; plan again")
        }
        let value = declared.replacingReferences(\.known)
        result.changes[index].values[name] = value
        if change.secretHashes[name] != nil,
          let field = making.session.server.catalog.kind(change.address.model)?.field(name)
        {
          result.changes[index].secretHashes[name] = hash(value, of: field)
        }
      }
    }
    return result
  }
}

extension PlannedChange {
  /// True if it writes secrets, which a saved plan does not hold.
  fileprivate var needsSecrets: Bool { action.isWrite && !secretFields.isEmpty }
}
