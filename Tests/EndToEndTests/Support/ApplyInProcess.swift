import Applying
import Blueprints
import Catalog
import Files
import Foundation
import Model
import Operations
import Planning
import Remote
import State
import Synchronization
import TestSupport
import Testing

/// Plans and applies as the command does, without a process of its own and with pauses that take no time.
struct ApplyInProcess {
  struct Finished {
    let plan: Plan
    let outcome: ApplyOutcome
    let events: [ApplyEvent]

    var done: Set<ResourceAddress> {
      Set(events.compactMap { if case .finished(let address, _, _) = $0 { address } else { nil } })
    }
    /// What the run says is not done.
    var notDone: [ResourceAddress] {
      events.compactMap { event in
        switch event {
        case .failed(let address, _, _, _), .abandoned(let address, _, _, _): address
        default: nil
        }
      }
    }
  }

  /// Files or folders; `-` for `blueprint`.
  var paths = ["-"]
  var blueprint = ""
  let store: StateStore
  var server = "https://a.example"
  var version = EmbeddedCatalog.newest
  var onFailure = OnFailure.stop
  var parallelism = 10
  var checkpoints: Checkpoints?
  /// Runs between the plan and its apply, as somebody else would.
  var meanwhile: @Sendable () async throws -> Void = {}

  /// Throws `APIError` if the server could not be read for a plan.
  func run(_ transport: any APITransport) async throws -> Finished {
    var policy = RetryPolicy()
    policy.sleep = { _ in await Task.yield() }
    policy.firstContactLimit = policy.limit
    let api = LiveAPI(APIClient(transport, policy: policy), parallelism: parallelism)
    let catalog = try version.shared()
    let session = ServerSession(
      api: api, catalog: catalog, version: catalog.version, name: server, parallelism: parallelism)
    let files = BlueprintFiles(paths) { .bytes(Array(blueprint.utf8)) }
    let request = PlanRequest(
      files: files, paths: paths, options: DesiredSet.Options(), limits: DeleteLimits(isEnforced: true))
    let context = RunContext(variables: [:], toolVersion: "test")
    var operation = ApplyOperation(Session(session, store, context), onFailure: onFailure)
    operation.checkpoints = checkpoints
    let shown = Mutex<Plan?>(nil)
    let heard = Mutex<[ApplyEvent]>([])
    let meanwhile = meanwhile
    let result = try await operation.run(
      .request(request),
      ApplyAudience(
        show: { made in shown.withLock { $0 = made.plan } },
        confirm: { _ in
          try await meanwhile()
          return true
        },
        report: { event in heard.withLock { $0.append(event) } }))
    var plan = shown.withLock { $0 } ?? Plan(changes: [])
    var outcome = ApplyOutcome()
    switch result {
    case .invalid(let findings): plan.diagnostics = findings
    case .refused, .declined: break
    case .done(let done):
      outcome = done.outcome
      if let failure = done.stateFailure { throw NotSaved(reason: failure) }
    }
    return Finished(plan: plan, outcome: outcome, events: heard.withLock { $0 })
  }

  struct NotSaved: Error { let reason: String }
}
