import Catalog
import HTTPState
import Operations
import Remote
import State

/// Opens the states of a command, with connections to their servers.
struct StateAccess: Sendable {
  /// The folder of the journals of states on servers.
  static let journals = ".flowform/remote"

  private let access: AccessOptions
  private let settings: Settings
  private let context: RunContext

  init(_ access: AccessOptions, _ settings: Settings, _ context: RunContext = .process) {
    self.access = access
    self.settings = settings
    self.context = context
  }

  /// Runs a body with the states at these places. Only one of them may be on a state server.
  func with<Result: Sendable>(
    _ places: [StatePlace], _ body: @escaping @Sendable ([any StateBackend]) async throws -> Result
  ) async throws -> Result {
    try await Self.mapping {
      guard places.contains(where: \.isInAuthentik) else {
        return try await with(places, nil, body)
      }
      return try await access.withServer(
        settings, context,
        adjusting: { request in
          request.wait = settings.number(.wait) ?? 0
          // No catalog is needed.
          request.isOffline = true
        },
        { server in try await with(places, server, body) })
    }
  }

  /// The state of a set in authentik.
  func state(_ set: StateSet, _ server: ServerSession) throws(CommandFailure) -> any StateBackend {
    // Each version of the sandbox has its own data.
    let name = access.sandbox ? "\(server.name)\(settings.sandboxVersion.name)" : server.name
    return RemoteState(
      AuthentikCarrier(
        server.api.client, set, server: name, version: Version.current,
        requestLimit: try settings.stateRequestLimit),
      folder: Self.journals)
  }

  /// Turns errors of the state into failures of the command.
  static func mapping<Result>(_ body: () async throws -> Result) async throws -> Result {
    do { return try await body() } catch let error as StateError {
      throw CommandFailure(.failed, "\(error)")
    }
  }

  private func with<Result>(
    _ places: [StatePlace], _ server: ServerSession?, _ body: ([any StateBackend]) async throws -> Result
  ) async throws -> Result {
    let address = places.lazy.compactMap { if case .server(let address) = $0 { address } else { nil } }.first
    guard let address else { return try await body(opened(places, server, nil)) }
    let environment = context.variables
    let options = try StateServerOptions(address, settings, environment)
    let connection = try access.transport.connection(
      options.address.server, token: "", settings, environment)
    for address in options.addresses {
      try ConnectionSafety.check(address, isInsecure: connection.isInsecure)
    }
    do {
      return try await HTTPTransport.with(connection) { http in
        try await body(opened(places, server, StateServer(options, http)))
      }
    } catch let error as APIError {
      throw CommandFailure(.failed, "the state \(options.address.name): \(error)")
    }
  }

  private func opened(
    _ places: [StatePlace], _ server: ServerSession?, _ stateServer: StateServer?
  ) throws(CommandFailure) -> [any StateBackend] {
    var states: [any StateBackend] = []
    for place in places {
      switch place {
      case .file(let path): states.append(StateStore(path: path))
      case .server: if let stateServer { states.append(RemoteState(stateServer, folder: Self.journals)) }
      case .authentik(let set): if let server { states.append(try state(set, server)) }
      }
    }
    return states
  }
}
