import ArgumentParser
import Operations
import State

/// The location of the state.
struct StateOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Where the state is: a file, the address of a state server, `authentik` or `authentik:NAME` (FLOWFORM_STATE; default: flowform.state.json). See `flowform state --help`.",
      valueName: "file"),
    completion: .file())
  var state: String?

  /// The place that the command line, the environment or `flowform.yaml` names.
  func place(isSandbox: Bool, _ settings: Settings) throws(CommandFailure) -> StatePlace {
    if state == nil, !isSandbox { settings.noteOverride(of: .state, option: "--state") }
    // A real server's state must not be mixed with the sandbox's.
    return try StatePlace(
      state ?? (isSandbox ? nil : settings[.state])
        ?? (isSandbox ? SandboxFiles(settings.sandboxVersion).state : "flowform.state.json"))
  }

  /// Runs a body with the state, and with a connection to its server if it has one.
  func with<Result: Sendable>(
    _ access: AccessOptions, _ settings: Settings,
    _ body: @escaping @Sendable (any StateBackend) async throws -> Result
  ) async throws -> Result {
    let place = try place(isSandbox: access.sandbox, settings)
    return try await StateAccess(access, settings).with([place]) { try await body($0[0]) }
  }
}
