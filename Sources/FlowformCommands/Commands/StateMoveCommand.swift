package import ArgumentParser
import Catalog
import Model
import OrderedCollections
import Reporting
import State

/// `flowform state move`: changes an object's address in the state.
package struct StateMoveCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "move",
    abstract: "Change an object's address in the state, after a rename in the blueprints.",
    discussion: """
      The next apply then renames the object instead of creating a second one. Addresses that contain the old \
      address change too, such as the addresses of its bindings.

      Example:
        flowform state move 'authentik_flows.flow[slug=login]' 'authentik_flows.flow[slug=sign-in]'
      """)

  @Argument(help: "The address in the state.")
  var old: String

  @Argument(help: "The new address, as in the blueprints.")
  var new: String

  @OptionGroup var options: OfflineStateOptions

  package init() {}

  package var isQuiet: Bool { options.messages.quiet }

  package func execute() async throws -> ExitStatus {
    let moves = try await options.edit("state move") { (state) throws(CommandFailure) in
      try move(in: &state)
    }
    options.print(
      moves.map {
        Terminal.escaped($0.old.description) + "\n  is now \(Terminal.escaped($0.new.description))\n"
      }
      .joined(),
      [
        "format": 1,
        "moved": .list(
          moves.map { ["from": .string($0.old.description), "to": .string($0.new.description)] }),
      ])
    return .done
  }

  private func move(
    in state: inout StateSnapshot
  ) throws(CommandFailure) -> [(old: ResourceAddress, new: ResourceAddress)] {
    let old = try state.address(named: old)
    let new = try AddressParts(argument: new)
    guard old != new.address else {
      throw CommandFailure(
        .failed, "both addresses are the same, \(old); name the old one first, then the new one")
    }
    guard old.model == new.model else {
      throw CommandFailure(
        .failed,
        "an object cannot change its model from \(old.model) to \(new.model)\(Suggestion.hint(for: new.model, among: [old.model]))"
      )
    }
    try refuseUnknownFields(new, besides: old)
    do throws(MoveConflict) { return try state.move(old, to: new) } catch {
      throw CommandFailure(
        .failed, "\(error.taken) is already in the state; if that is wrong, run `flowform state remove` first"
      )
    }
  }

  /// Throws if an identifier is in no embedded catalog and not in the old address: no entry could have the
  /// new address.
  private func refuseUnknownFields(
    _ new: AddressParts, besides old: ResourceAddress
  ) throws(CommandFailure) {
    let kinds = KindHistory.kinds(new.model).compactMap(\.self)
    guard !kinds.isEmpty else { return }
    let known = Set(kinds.flatMap { $0.fields.map(\.name) })
      .union(AddressParts(old).map { Array($0.identifiers.keys) } ?? [])
    guard let name = new.identifiers.keys.first(where: { !known.contains($0) }) else { return }
    throw CommandFailure(
      .failed, "\(new.model) has no field `\(name)`\(Suggestion.hint(for: name, among: known))")
  }
}
