package import ArgumentParser
import Catalog
import Model
import Operations
import OrderedCollections
import Reporting
import State

/// `flowform state list`: lists the objects in the state.
package struct StateListCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the objects in the state.",
    discussion: """
      Shows whether flowform created or adopted each object, and the file that described it last.

      Examples:
        flowform state list
        flowform state list --only authentik_flows.flow
      """)

  @Option(help: ArgumentHelp("List only objects of this model (repeatable).", valueName: "model"))
  var only: [String] = []

  @OptionGroup var options: OfflineStateOptions

  package init() {}

  package var isQuiet: Bool { options.messages.quiet }

  package func execute() async throws -> ExitStatus {
    let state = try await options.load()
    let models = Set(only.map { $0.lowercased() })
    if !models.isEmpty {
      try EmbeddedCatalog.newest.load()
        .refuseUnknown(models, besides: state.models.union(KindHistory.models))
    }
    let records = state.resources.filter { models.isEmpty || models.contains($0.value.kind) }
      .sorted { $0.key < $1.key }
    if records.isEmpty, options.format == .text {
      Console.note(
        state.resources.isEmpty
          ? "note: the state holds no objects yet; `flowform apply` and `flowform import` add them"
          : "note: the state holds no objects of these models")
    }
    let lines = records.map { address, record in
      let source = record.source.isEmpty ? "" : "  \(record.source)"
      return Terminal.escaped("\(record.origin.rawValue)  \(address)\(source)") + "\n"
    }
    let rows = records.map { address, record -> Value in
      [
        "address": .string(address.description), "kind": .string(record.kind), "pk": record.primaryKey,
        "origin": .string(record.origin.rawValue), "source": .string(record.source),
      ]
    }
    options.print(
      lines.joined(),
      [
        "format": 1, "lineage": .string(state.lineage), "serial": .integer(state.serial),
        "server": state.server.map(Value.string) ?? .null, "resources": .list(rows),
      ])
    return .done
  }
}
