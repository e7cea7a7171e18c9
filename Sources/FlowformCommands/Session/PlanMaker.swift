import Blueprints
import Catalog
import Foundation
import LiveReading
import Model
import OrderedCollections
import Planning
import State

/// Makes a plan: what the blueprints want, against what the server has and the state remembers.
struct PlanMaker {
  private let session: Session
  private let reader: LiveReader
  private let options: DesiredSet.Options
  private let contextFiles: [String: [UInt8]]
  private let prunes: Bool
  private let isSaved: Bool
  private let environment = ProcessInfo.processInfo.environment

  init(
    session: Session, server: ServerOptions, language: LanguageOptions, settings: Settings,
    only: Selection, isStrict: Bool, prunes: Bool, isSaved: Bool = false
  ) throws {
    self.session = session
    reader = LiveReader(
      session.api, catalog: session.catalog, mode: server.read, parallelism: session.parallelism)
    options = try language.desiredSetOptions(settings, only: only, isStrict: isStrict, isOffline: false)
    contextFiles = try language.contextFiles(settings)
    self.prunes = prunes
    self.isSaved = isSaved
  }

  /// What the blueprints want, with what only the server knows asked for in turns.
  func desired(_ files: BlueprintFiles) async throws -> DesiredSet {
    try await reader.desired(ParsedSet(files.files, catalog: session.catalog), options: options)
  }

  /// The plan, with the diagnostics of the blueprints in front of its own.
  func plan(
    _ desired: DesiredSet, _ files: BlueprintFiles, state: StateSnapshot
  ) async throws -> Plan {
    let only = options.only
    let records = only.isEmpty ? state.resources : state.resources.filter(only.covers)
    // What only the state knows may be selected as well.
    try session.catalog.refuse(
      namesOfNothing: desired.namesOfNothing.filter { name in
        !records.contains { Selection([name]).covers($0.key, $0.value) }
      })
    let targets = LookupTarget.all(desired.entries, records: records)
    let liveObjects = try await reader.liveObjects(of: targets)
    try session.refuseForeignState(state, liveObjects)
    var input = PlanInput(entries: desired.entries, catalog: session.catalog, liveObjects: liveObjects)
    input.described = desired.described
    input.failures = desired.failures
    input.hasUnknownFailures = desired.diagnostics.hasErrors && !desired.unidentified.isEmpty
    input.sources = Set(files.files.map(\.source.file))
    input.records = records
    let creates = state.intents.values.filter { $0.action == .create }
    input.intendedCreates = Set(creates.filter(\.hasUniqueKey).map(\.address))
    input.uncertainCreates = Set(creates.filter { !$0.hasUniqueKey }.map(\.address))
    input.prunes = prunes && desired.unidentified.isEmpty
    input.serverKeys = try await reader.serverKeys(of: Set(desired.entries.map(\.model)))
    input.secretHash = .of(state)
    input.digestsUnchanged = isSaved
    input.isServerOfState = state.server == session.server
    var plan = try await reader.withCascades(Planner.plan(input))
    let instances = try await reader.blueprintInstances() ?? []
    plan.diagnostics =
      files.diagnostics + desired.diagnostics
      + InstanceOverlap.diagnostics(desired, instances: instances) + unpruned(desired) + plan.diagnostics
    return try await reader.withNames(plan, liveObjects).masked(by: desired.secretMask)
  }

  /// The plan with what it depends on, for one that is saved; `paths` is what the blueprints were read from.
  func saved(
    _ plan: Plan, _ desired: DesiredSet, _ files: BlueprintFiles, paths: [String], state: StateSnapshot
  ) -> Plan {
    let salt = UUID().uuidString.lowercased()
    let hash = basisHash(salt)
    let consulted = desired.consulted.files.merging(contextFiles) { $1 }.mapValues { hash($0) }
    var saved = plan
    saved.basis = basis(
      salt, files: consulted.merging(files.digests { bytes, _ in Digest.of(bytes) }) { $1 },
      variables: desired.consulted.variables.mapValues { hash(.string($0 ?? "")) }, state: state)
    saved.basis?.paths = paths
    saved.basis?.only = options.only.names.sorted()
    return saved
  }

  /// An entry that is left out and describes nobody knows what may describe anything.
  private func unpruned(_ desired: DesiredSet) -> [Diagnostic] {
    guard prunes else { return [] }
    return desired.unidentified.map {
      .warning(
        "nothing is pruned: this entry is left out, and which object it describes cannot be told; write its identifiers out",
        at: $0)
    }
  }

  /// The plan with what it must not delete unless it is told so among its diagnostics.
  func guarded(_ plan: Plan, _ limits: DeleteLimits) async throws -> Plan {
    let facts = try await reader.lockoutFacts(limits.allowsLockout ? [] : Lockout.concerns(of: plan))
    var guarded = plan
    guarded.diagnostics += limits.diagnostics(plan, Lockout.findings(of: plan, facts: facts))
    return guarded
  }

  func guarded(_ applicable: ApplicablePlan, _ limits: DeleteLimits) async throws -> ApplicablePlan {
    ApplicablePlan(
      plan: try await guarded(applicable.plan, limits), lateValues: applicable.lateValues)
  }

  /// What is no longer as a saved plan saw it; empty where it still holds.
  func differences(from plan: Plan, state: StateSnapshot) async throws -> [String] {
    guard let basis = plan.basis else { return ["the plan does not say what it depends on"] }
    let files = BlueprintFiles(basis.files.keys.sorted()) { .bytes([]) }
    let hash = basisHash(basis.salt)
    let variables = Dictionary(
      uniqueKeysWithValues: basis.variables.keys.map { ($0, hash(.string(environment[$0] ?? ""))) })
    let digests = files.digests { bytes, path in hash.digest(of: bytes, as: basis.files[path]) }
    let differences = basis.differences(
      from: self.basis(basis.salt, files: digests, variables: variables, state: state))
    guard differences.isEmpty else { return differences }
    let liveObjects = try await reader.liveObjects(of: LookupTarget.all(plan))
    try session.refuseForeignState(state, liveObjects)
    let stale = Staleness.differences(of: plan, liveObjects: liveObjects, catalog: session.catalog)
    guard stale.isEmpty else { return stale }
    return Staleness.cascades(of: plan, now: try await reader.withCascades(plan))
  }

  /// A plan with what makes the values that only its apply can know.
  func applicable(_ plan: Plan, _ desired: DesiredSet) -> ApplicablePlan {
    guard plan.hasPendingValues else { return ApplicablePlan(plan: plan, lateValues: nil) }
    // What was read for the plan was read before the objects were there.
    let (session, mode, parallelism) = (session, reader.mode, reader.parallelism)
    return ApplicablePlan(plan: plan) { address in
      let reader = LiveReader(session.api, catalog: session.catalog, mode: mode, parallelism: parallelism)
      return try await reader.lateValues(of: address, in: desired)
    }
  }

  /// A saved plan with its secrets, which it does not hold itself: they are resolved again from the same
  /// files and variables, and so is what only an apply can make.
  func restored(_ plan: Plan, state: StateSnapshot) async throws -> ApplicablePlan {
    let needy = plan.changes.indices.filter {
      plan.changes[$0].action.isWrite && !plan.changes[$0].secretFields.isEmpty
    }
    guard !needy.isEmpty || plan.hasPendingValues else { return ApplicablePlan(plan: plan, lateValues: nil) }
    let files = BlueprintFiles(plan.basis?.paths ?? []) { .bytes([]) }
    let desired = try await desired(files)
    let entries = Dictionary(desired.entries.map { ($0.address, $0) }) { $1 }
    var result = plan
    let hash = SecretHash.of(state)
    for index in needy {
      let change = plan.changes[index]
      for name in change.secretFields {
        guard let declared = entries[change.address]?.values[name] else {
          throw CommandFailure(
            .wrong,
            "`\(name)` of \(change.address) is a secret and not in the blueprints any more; plan again")
        }
        let value = declared.replacingReferences(\.known)
        result.changes[index].values[name] = value
        if change.secretHashes[name] != nil,
          let field = session.catalog.kind(change.address.model)?.field(name)
        {
          result.changes[index].secretHashes[name] = hash(value, of: field)
        }
      }
    }
    return applicable(result, desired)
  }

  private func basisHash(_ salt: String) -> BasisHash {
    BasisHash(salt: salt, key: environment.value("FLOWFORM_STATE_KEY"))
  }

  private func basis(
    _ salt: String, files: [String: String], variables: [String: String], state: StateSnapshot
  ) -> PlanBasis {
    PlanBasis(
      toolVersion: Version.current, serverVersion: session.serverVersion, url: session.server,
      // A state that was never written has no lineage yet that another run could know.
      lineage: state.serial == 0 ? "" : state.lineage, serial: state.serial, salt: salt,
      files: files, variables: variables, context: basisHash(salt)(.map(options.context)))
  }
}

extension BlueprintFiles {
  /// A digest of each file by path; standard input has none, since it cannot be read again.
  func digests(_ digest: ([UInt8], String) -> String) -> [String: String] {
    let named = files.filter { $0.source.file != "<stdin>" }
    return Dictionary(named.map { ($0.source.file, digest($0.source.bytes, $0.source.file)) }) { $1 }
  }
}

extension SecretHash {
  /// How a state remembers secrets: with its own salt, and the user's key if there is one.
  static func of(_ state: StateSnapshot) -> SecretHash {
    SecretHash(
      lineage: state.lineage, key: ProcessInfo.processInfo.environment.value("FLOWFORM_STATE_KEY"))
  }
}
