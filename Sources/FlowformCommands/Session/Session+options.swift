import Catalog
import FoundationEssentials
import Model
import Operations
import Remote
import Sandbox
import State

extension Session {
  /// Runs a command's body with the server and the state that its options name.
  static func with<Result: Sendable>(
    _ options: ServerOptions, _ stateOptions: StateOptions, _ settings: Settings,
    progress: ProgressDisplay = .off, context: RunContext = .process,
    _ body: @escaping @Sendable (Session) async throws -> Result
  ) async throws -> Result {
    let place = try stateOptions.place(isSandbox: options.access.sandbox, settings)
    let states = StateAccess(options.access, settings, context)
    guard case .authentik(let set) = place else {
      return try await states.with([place]) { states in
        async let _: Void = progress.follow(context.activity)
        return try await options.withServer(settings, context) { server in
          try await body(Session(server, states[0], context))
        }
      }
    }
    return try await StateAccess.mapping {
      async let _: Void = progress.follow(context.activity)
      return try await options.withServer(settings, context) { server in
        try await body(Session(server, states.state(set, server), context))
      }
    }
  }
}

extension ServerOptions {
  /// Runs a body with the server that the options name.
  func withServer<Result: Sendable>(
    _ settings: Settings, _ context: RunContext,
    _ body: @escaping @Sendable (ServerSession) async throws -> Result
  ) async throws -> Result {
    try await access.withServer(
      settings, context,
      adjusting: { request in
        request.connection.parallelism = requests(settings)
        request.wait = wait ?? settings.number(.wait) ?? 0
        request.isOffline = offline
      }, body)
  }
}

extension AccessOptions {
  /// Runs a body with the server that the options name; the embedded one is started for it.
  func withServer<Result: Sendable>(
    _ settings: Settings, _ context: RunContext,
    adjusting adjust: @escaping @Sendable (inout ServerSession.Request) -> Void,
    _ body: @escaping @Sendable (ServerSession) async throws -> Result
  ) async throws -> Result {
    guard settings.namedVersions.count <= 1 else {
      throw CommandFailure(.usage, "--server-version is given several times; only validate takes several")
    }
    guard sandbox else {
      guard settings.namedVersions.isEmpty else {
        throw CommandFailure(
          .usage,
          "--server-version is for --sandbox and for commands without a server; a server tells its own version"
        )
      }
      let connection = try connection(settings, context.variables)
      try ConnectionSafety.check(connection, tokenFile: tokenPath(settings, context.variables))
      var request = ServerSession.Request(connection, name: connection.address.base)
      adjust(&request)
      return try await ServerSession.with(request, context, body)
    }
    do {
      try FileManager.default.createDirectory(
        atPath: SandboxFiles.folder, withIntermediateDirectories: true)
      var configuration = SandboxConfiguration()
      configuration.version = settings.sandboxVersion
      configuration.dataFile = SandboxFiles(configuration.version).data
      return try await SandboxServer(configuration).withRunning { port in
        let address = try ServerAddress("http://127.0.0.1:\(port)")
        let connection = try connection(
          address, token: "sandbox-admin", settings, context.variables)
        var request = ServerSession.Request(connection, name: "sandbox:")
        adjust(&request)
        return try await ServerSession.with(request, context, body)
      }
    } catch let error as SandboxError {
      throw CommandFailure(.failed, "\(error)")
    }
  }
}
