import Blueprints
import Catalog
import Foundation
import Model
import Observing
import OrderedCollections
import Planning
import StateFile

/// Makes a plan: what the blueprints want, against what the server has and the state remembers.
struct PlanMaker {
  private let session: Session
  private let observer: Observer
  private let options: DesiredSet.Options
  private let contextFiles: [String: [UInt8]]
  private let prunes: Bool
  private let environment = ProcessInfo.processInfo.environment

  init(
    session: Session, server: ServerOptions, language: LanguageOptions, only: Set<String>, isStrict: Bool,
    prunes: Bool
  ) throws {
    self.session = session
    observer = Observer(
      session.api, catalog: session.catalog, mode: server.read, parallelism: server.parallelism)
    options = try language.desiredSetOptions(only: only, isStrict: isStrict, isOffline: false)
    contextFiles = try language.contextFiles()
    self.prunes = prunes
  }

  /// What the blueprints want, with what only the server knows asked for in turns.
  func desired(_ files: BlueprintFiles) async throws -> DesiredSet {
    var answers: [Question: Answer] = [:]
    while true {
      let desired = DesiredSet(
        files.files, catalog: session.catalog, options: options, answers: answers)
      let open = desired.questions.filter { answers[$0] == nil }
      guard !open.isEmpty else { return desired }
      answers.merge(try await observer.answer(open)) { $1 }
    }
  }

  /// The plan, with the diagnostics of the blueprints in front of its own.
  func plan(
    _ desired: DesiredSet, _ files: BlueprintFiles, paths: [String], state: StateSnapshot
  ) async throws -> Plan {
    let only = options.only
    let records = state.resources.filter { only.isEmpty || only.contains($0.value.kind) }
    let observations = try await observer.observe(Subject.all(desired.entries, records: records))
    try refuseForeignState(state, observations)
    var input = PlanInput(entries: desired.entries, catalog: session.catalog, observations: observations)
    input.described = desired.described
    input.sources = Set(files.files.map(\.source.file))
    input.records = records
    input.intendedCreates = Set(
      state.intents.values.filter { $0.action == "create" && $0.hasUniqueKey }.map(\.address))
    input.prunes = prunes
    input.secretHash = .of(state)
    var plan = try await observer.withCascades(Planner.plan(input))
    let instances = try await observer.blueprintInstances() ?? []
    plan.diagnostics =
      files.diagnostics + desired.diagnostics
      + InstanceOverlap.diagnostics(desired, instances: instances) + plan.diagnostics
    let consulted = desired.consulted.files.merging(contextFiles) { $1 }
    plan.basis = basis(
      files: files.digests.merging(consulted.mapValues { Digest.of($0) }) { $1 },
      variables: desired.consulted.variables.mapValues { Digest.of(Array(($0 ?? "").utf8)) }, state: state)
    plan.basis?.paths = paths
    plan.basis?.only = only.sorted()
    return plan
  }

  /// What is no longer as a saved plan saw it; empty where it still holds.
  func differences(from plan: Plan, state: StateSnapshot) async throws -> [String] {
    guard let basis = plan.basis else { return ["the plan does not say what it depends on"] }
    let files = BlueprintFiles(basis.files.keys.sorted()) { .bytes([]) }
    let variables = Dictionary(
      uniqueKeysWithValues: basis.variables.keys.map { ($0, Digest.of(Array((environment[$0] ?? "").utf8))) })
    let differences = basis.differences(
      from: self.basis(files: files.digests, variables: variables, state: state))
    guard differences.isEmpty else { return differences }
    let observations = try await observer.observe(Subject.all(plan))
    try refuseForeignState(state, observations)
    return Staleness.differences(of: plan, observations: observations, catalog: session.catalog)
  }

  /// A saved plan with its secrets, which it does not hold itself: they are resolved again from the same
  /// files and variables.
  func withSecrets(_ plan: Plan, state: StateSnapshot) async throws -> Plan {
    let needy = plan.changes.indices.filter {
      plan.changes[$0].action.isWrite && !plan.changes[$0].secretFields.isEmpty
    }
    guard !needy.isEmpty else { return plan }
    let files = BlueprintFiles(plan.basis?.paths ?? []) { .bytes([]) }
    let entries = Dictionary(try await desired(files).entries.map { ($0.address, $0) }) { $1 }
    let keys = Dictionary(plan.changes.map { ($0.address, $0.primaryKey) }) { $1 }
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
        // This run does not make what was there before, and so would not know its key.
        let value = declared.replacingReferences { $0.known ?? keys[$0.address].flatMap { $0 } }
        result.changes[index].values[name] = value
        if change.secretHashes[name] != nil {
          result.changes[index].secretHashes[name] = hash(value, field: name)
        }
      }
    }
    return result
  }

  private func basis(
    files: [String: String], variables: [String: String], state: StateSnapshot
  ) -> PlanBasis {
    PlanBasis(
      toolVersion: Version.current, serverVersion: session.serverVersion, url: session.server,
      // A state that was never written has no lineage yet that another run could know.
      lineage: state.serial == 0 ? "" : state.lineage, serial: state.serial, files: files,
      variables: variables,
      context: Digest.of(JSONWriter.bytes(of: .map(options.context), style: .canonical)))
  }

  private func refuseForeignState(
    _ state: StateSnapshot, _ observations: [String: Observation]
  ) throws(CommandFailure) {
    guard
      StateOwnership.isForeign(
        state.resources, observations: observations, catalog: session.catalog,
        isSameAddress: state.server == session.server)
    else { return }
    throw CommandFailure(
      .wrong,
      "the state \(session.store.path) belongs to another server (\(state.server ?? "unknown")): none of its objects has the recorded primary key here; name this server's state with --state"
    )
  }
}

extension BlueprintFiles {
  /// SHA-256 of each file by path; standard input has none, since it cannot be read again.
  var digests: [String: String] {
    let named = files.filter { $0.source.file != "<stdin>" }
    return Dictionary(named.map { ($0.source.file, Digest.of($0.source.bytes)) }) { $1 }
  }
}

extension SecretHash {
  /// How a state remembers secrets: with its own salt, and the user's key if there is one.
  static func of(_ state: StateSnapshot) -> SecretHash {
    SecretHash(
      lineage: state.lineage, key: ProcessInfo.processInfo.environment.value("FLOWFORM_STATE_KEY"))
  }
}
