import ArgumentParser
import Model
import Operations
import Reporting
import State

/// The state and output of a command that only needs the state.
struct OfflineStateOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @OptionGroup var state: StateOptions
  @OptionGroup var access: AccessOptions
  @OptionGroup var target: TargetOptions

  @Option(help: "How to print.")
  var format = Format.text

  @OptionGroup var messages: MessageOptions

  /// The state with the journal of an interrupted run applied; writes nothing.
  func load() async throws -> StateSnapshot {
    try await withStore { store in try await store.load().snapshot }
  }

  /// Changes the state under its lock.
  func edit<Result: Sendable>(
    _ command: String, _ body: @escaping @Sendable (inout StateSnapshot) throws(CommandFailure) -> Result
  ) async throws -> Result {
    try await withStore { store in
      try await store.edit(command: command, .process) { snapshot in try body(&snapshot) }
    }
  }

  private func withStore<Result: Sendable>(
    _ body: @escaping @Sendable (any StateBackend) async throws -> Result
  ) async throws -> Result {
    try await state.with(access, try target.settings(), body)
  }

  /// Prints the text, or the value as JSON.
  func print(_ text: String, _ value: Value) {
    switch format {
    case .text: Console.print(Report(output: text))
    case .json: Console.result(JSONWriter.write(value, style: .pretty))
    }
  }
}

extension StateSnapshot {
  /// Reads an address that must be in the state.
  func address(named text: String) throws(CommandFailure) -> ResourceAddress {
    let parts = try AddressParts(argument: text)
    let address = parts.address
    guard resources[address] == nil else { return address }
    let known = resources.keys.map(\.description)
    let sameModel = known.filter { $0.hasPrefix(parts.model + "[") }
    let nearest = Suggestion.nearest(
      toAddress: address.description, among: sameModel.isEmpty ? known : sameModel)
    throw CommandFailure(
      .failed,
      "\(address) is not in the state; "
        + (nearest.map { "did you mean `\($0)`?" } ?? "`flowform state list` shows its objects"))
  }

  /// The models of the objects in the state.
  var models: Set<String> { Set(resources.values.map(\.kind)) }
}

extension AddressParts {
  /// Reads an address that a user typed.
  init(argument: String) throws(CommandFailure) {
    do throws(AddressReader.Failure) { self = try AddressReader.read(argument) } catch {
      throw CommandFailure(.usage, error.message)
    }
  }
}
