package import Applying
import Blueprints
package import Catalog
import Files
import Foundation
package import Model
import Operations
package import Planning
package import Remote
package import State
import Synchronization
import TestSupport
import Testing

/// Plans and applies like the command, but in this process and with pauses that take no time.
package struct ApplyInProcess {
  package struct Finished {
    package let plan: Plan
    package let outcome: ApplyOutcome
    package let events: [ApplyEvent]

    package var done: Set<ResourceAddress> {
      Set(events.compactMap { if case .finished(let address, _, _) = $0 { address } else { nil } })
    }
    /// The addresses that the run reports as not done.
    package var notDone: [ResourceAddress] {
      events.compactMap { event in
        switch event {
        case .failed(let address, _, _, _), .abandoned(let address, _, _, _): address
        default: nil
        }
      }
    }
  }

  /// Files or folders. `-` means `blueprint`.
  private let paths: [String]
  package var blueprint: String
  private let store: StateStore
  private let server: String
  package var version = EmbeddedCatalog.v2026_5_rc1
  private let onFailure: OnFailure
  package var parallelism: Int
  package var checkpoints: Checkpoints?
  /// Runs between the plan and its apply, to make changes from outside.
  package var meanwhile: @Sendable () async throws -> Void = {}

  package init(
    paths: [String] = ["-"], blueprint: String = "", store: StateStore, server: String = "https://a.example",
    onFailure: OnFailure = .stop, parallelism: Int = 10
  ) {
    self.paths = paths
    self.blueprint = blueprint
    self.store = store
    self.server = server
    self.onFailure = onFailure
    self.parallelism = parallelism
  }

  /// Throws `APIError` if the server could not be read for a plan.
  package func run(_ transport: any APITransport) async throws -> Finished {
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
