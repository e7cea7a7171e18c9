package import ArgumentParser
import Catalog
import LiveReading
import Model
import OrderedCollections
import Planning
import Reporting
import State

/// `flowform import`: takes an object that is there into the state.
package struct ImportCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take an existing object into the state.",
    discussion: """
      An apply adopts what an entry describes by itself; this is for an object that the entry does not find, \
      or that no entry describes yet. An imported object counts as adopted, and is never pruned.

      Examples:
        flowform import 'authentik_flows.flow[slug=login]'
        flowform import 'authentik_flows.flowstagebinding[order=10,target=authentik_flows.flow[slug=login]]'
      """)

  @Argument(help: "The object's address: its model and identifiers, as plans print it.")
  var address: String

  @OptionGroup var server: ServerOptions
  @OptionGroup var state: StateOptions
  @OptionGroup var output: OutputOptions

  @OptionGroup var target: TargetOptions

  package init() {}

  package func execute() async throws -> ExitStatus {
    try output.refuse(allBut: [.text, .json], in: "import")
    let settings = try target.settings()
    let parts = try AddressParts(argument: address)
    return try await Session.with(server, state, settings, progress: output.progress) { session in
      let reader = LiveReader(session.api, catalog: session.catalog, parallelism: session.parallelism)
      let found = try await session.store.edit(command: "import") { state in
        if state.resources[parts.address] != nil {
          throw CommandFailure(
            .wrong,
            "\(parts.address) is in the state already; `flowform state show` prints what it knows of it")
        }
        try session.refuseForeignState(
          state, try await reader.liveObjects(of: LookupTarget.all([], records: state.resources)))
        let found: NamedObject
        do { found = try await reader.object(at: parts) } catch let error as NoSuchObject {
          throw CommandFailure(.wrong, error.message)
        }
        try refuseSecondAddress(of: found, in: state, session.catalog)
        state.fold(.done(found.address, found.record(session.catalog)))
        state.server = session.server
        return found
      }
      session.activity.end()
      Console.print(report(found))
      return .done
    }
  }

  private func refuseSecondAddress(
    of found: NamedObject, in state: StateSnapshot, _ catalog: Catalog
  ) throws(CommandFailure) {
    let other = state.resources.first { _, record in
      guard record.kind == found.address.model, let kind = catalog.kind(record.kind) else { return false }
      return Recognition(found.object, as: record, kind) != .stranger
    }
    guard let other else { return }
    throw CommandFailure(
      .wrong,
      "the state knows this object as \(other.key); `flowform state move` gives it another address")
  }

  private func report(_ found: NamedObject) -> Report {
    let key = found.primaryKey.string ?? JSONWriter.write(found.primaryKey)
    guard output.format == .json else {
      return Report(output: Terminal.escaped("\(found.address) (\(key)) is in the state now.") + "\n")
    }
    let row: Value = [
      "format": 1, "imported": ["address": .string(found.address.description), "pk": found.primaryKey],
    ]
    return Report(output: JSONWriter.write(row, style: .pretty) + "\n")
  }
}

extension NamedObject {
  /// Nothing was applied to it yet, so no difference from the blueprints is drift.
  fileprivate func record(_ catalog: Catalog) -> ResourceRecord {
    ResourceRecord(
      kind: address.model, primaryKey: primaryKey, origin: .adopted, source: "", identifiers: identifiers,
      identity: catalog.kind(address.model).map { Recognition.identity(of: object, as: $0) } ?? [:],
      applied: [:])
  }
}
