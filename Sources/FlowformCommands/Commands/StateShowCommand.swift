package import ArgumentParser
import Catalog
import Model
import OrderedCollections
import Reporting
import State

/// `flowform state show`: shows the state's record of one object.
package struct StateShowCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the state's record of one object.",
    discussion: """
      Shows which secrets are set, but not their values.

      Example:
        flowform state show 'authentik_flows.flow[slug=login]'
      """)

  @Argument(help: "The object's address, as plans print it.")
  var address: String

  @OptionGroup var options: OfflineStateOptions

  package init() {}

  package var isQuiet: Bool { options.messages.quiet }

  package func execute() async throws -> ExitStatus {
    let state = try await options.load()
    let address = try state.address(named: address)
    guard let record = state.resources[address] else { return .failed }
    // The state does not say which version it was written for.
    let kinds = KindHistory.kinds(record.kind)
    let isSecret = { (name: String) in kinds.contains { $0?.field(name)?.isSecret == true } }
    func shown(_ values: ValueMap) -> ValueMap {
      ValueMap(
        uniqueKeysWithValues: values.sorted { $0.key < $1.key }
          .map { ($0.key, isSecret($0.key) ? ["secret": true] : $0.value) })
    }
    var applied = shown(record.applied)
    for name in record.secrets.keys.sorted() { applied[name] = ["secret": true] }
    var row: ValueMap = [
      "address": .string(address.description), "kind": .string(record.kind), "pk": record.primaryKey,
      "origin": .string(record.origin.rawValue), "source": .string(record.source),
    ]
    row["id"] = record.entryID.map(Value.string)
    row["identifiers"] = .map(shown(record.identifiers))
    row["applied"] = .map(applied)
    if !record.dependencies.isEmpty {
      row["dependencies"] = .list(record.dependencies.map { .string($0.description) })
    }
    options.print(Self.text(row), .map((["format": 1] as ValueMap).merging(row) { $1 }))
    return .done
  }

  private static func text(_ row: ValueMap) -> String {
    row.map { name, value in
      switch value {
      case .map(let values): "\(name):\n" + values.map { "  \($0.key): \(text(of: $0.value))\n" }.joined()
      case .list(let items): "\(name):\n" + items.map { "  \(text(of: $0))\n" }.joined()
      default: "\(name): \(text(of: value))\n"
      }
    }.joined()
  }

  private static func text(of value: Value) -> String {
    if value == ["secret": true] { return "(secret)" }
    return Terminal.escaped(value.string ?? JSONWriter.write(value))
  }
}
