import ArgumentParser
import Foundation
import HTTPState
import Operations
import Remote
import State

/// The location of the state.
struct StateOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The state file, or the address of a state server (FLOWFORM_STATE; flowform.state.json unless given); see `flowform state --help`.",
      valueName: "file"),
    completion: .file())
  var state: String?

  /// Runs a body with the state, and with a connection to its server if it has one.
  func with<Result>(
    isSandbox: Bool, _ transport: TransportOptions, _ settings: Settings,
    _ body: (any StateBackend) async throws -> Result
  ) async throws -> Result {
    do { return try await unmapped(isSandbox: isSandbox, transport, settings, body) } catch let error
      as StateError
    {
      throw CommandFailure(.failed, "\(error)")
    }
  }

  private func unmapped<Result>(
    isSandbox: Bool, _ transport: TransportOptions, _ settings: Settings,
    _ body: (any StateBackend) async throws -> Result
  ) async throws -> Result {
    if state == nil, !isSandbox { settings.noteOverride(of: .state, option: "--state") }
    // A real server's state must not be mixed with the sandbox's.
    let place =
      state ?? (isSandbox ? nil : settings[.state])
      ?? (isSandbox ? SandboxFiles(settings.sandboxVersion).state : "flowform.state.json")
    guard StateAddress.isMeant(by: place) else { return try await body(StateStore(path: place)) }
    let environment = RunContext.process.variables
    let options = try Self.serverOptions(place, settings, environment)
    let connection = try transport.connection(options.address.server, token: "", settings, environment)
    for address in options.addresses {
      try ConnectionSafety.check(address, isInsecure: connection.isInsecure)
    }
    do {
      return try await HTTPTransport.with(connection) { http in
        try await body(RemoteState(StateServer(options, http), folder: StateFolder.remote))
      }
    } catch let error as APIError {
      throw CommandFailure(.failed, "the state \(options.address.name): \(error)")
    }
  }

  private static func serverOptions(
    _ place: String, _ settings: Settings, _ environment: [String: String]
  ) throws(CommandFailure) -> StateServerOptions {
    func address(_ text: String, _ setting: Setting) throws(CommandFailure) -> StateAddress {
      do throws(StateAddress.Failure) { return try StateAddress(text) } catch {
        let option = setting == .state ? "--state, " : ""
        throw CommandFailure(.usage, "\(error.message); check \(option)\(setting.named)")
      }
    }
    var options = StateServerOptions(try address(place, .state))
    options.lockAddress = try settings[.stateLockAddress].map { text throws(CommandFailure) in
      try address(text, .stateLockAddress)
    }
    options.unlockAddress = try settings[.stateUnlockAddress].map { text throws(CommandFailure) in
      try address(text, .stateUnlockAddress)
    }
    options.lockMethod = try method(.stateLockMethod, settings)
    options.unlockMethod = try method(.stateUnlockMethod, settings)
    options.username = environment.value("FLOWFORM_STATE_USERNAME")
    options.password = environment.value("FLOWFORM_STATE_PASSWORD")
    options.version = Version.current
    return options
  }

  private static func method(_ setting: Setting, _ settings: Settings) throws(CommandFailure) -> String? {
    guard let method = settings[setting]?.uppercased() else { return nil }
    guard method.allSatisfy({ $0.isASCII && $0.isLetter }), !method.isEmpty else {
      throw CommandFailure(.usage, "\(setting.named) takes an HTTP method, such as POST")
    }
    return method
  }
}

/// The folder of the journals of state servers.
enum StateFolder {
  static let remote = ".flowform/remote"
}
