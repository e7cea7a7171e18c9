import Applying
import ArgumentParser
import Blueprints
import Catalog
import Files
import Foundation
import Model
import Planning
import Remote
import State
import Testing

@testable import FlowformCommands

/// Plans and applies as the command does, without a process of its own and with pauses that take no time.
struct ApplyInProcess {
  private static let catalogs = Result {
    try Dictionary(EmbeddedCatalog.allCases.map { ($0, try $0.load()) }) { $1 }
  }

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

  /// Throws `APIError` where the server could not be read for a plan.
  func run(_ transport: any APITransport) async throws -> Finished {
    var policy = RetryPolicy()
    policy.sleep = { _ in await Task.yield() }
    policy.firstContactLimit = policy.limit
    let api = LiveAPI(APIClient(transport, policy: policy), parallelism: parallelism)
    let catalog = try #require(try Self.catalogs.get()[version])
    let session = Session(
      api: api, catalog: catalog, serverVersion: catalog.version, server: server, store: store,
      parallelism: parallelism)
    let maker = try PlanMaker(
      session: session, server: try ServerOptions.parse(["--parallelism", "\(parallelism)"]),
      language: try LanguageOptions.parse([]), settings: try Settings(nil, target: nil, environment: [:]),
      only: Selection(), isStrict: false, prunes: false)
    let files = BlueprintFiles(paths) { .bytes(Array(blueprint.utf8)) }
    let lock = try store.lock(command: "apply")
    let before = try store.recover().snapshot
    let plan = try await maker.plan(try await maker.desired(files), files, state: before)
    try await meanwhile()
    var events: [ApplyEvent] = []
    let applied = try await Applier(
      api, catalog: catalog, parallelism: parallelism, onFailure: onFailure, secretHash: .of(before),
      checkpoints: checkpoints
    ).apply(
      plan, to: before, journal: { () throws(StateError) in try store.beginJournal(before) },
      report: { events.append($0) })
    try store.commit(applied.snapshot, after: before)
    lock.release()
    return Finished(plan: plan, outcome: applied.outcome, events: events)
  }
}
