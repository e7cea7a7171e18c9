import Catalog
import Foundation
import Model
import Remote
import Sandbox
import State

/// A server that has answered, and the state that goes with it.
struct Session: Sendable {
  let api: LiveAPI
  let catalog: Catalog
  let serverVersion: String
  /// The server's base as a plan and a state name it; `sandbox:` for the embedded one.
  let server: String
  let store: any StateBackend
  /// How many requests may be under way at once.
  let parallelism: Int

  /// How the run comes along.
  var activity: Activity { api.client.activity }

  /// Runs a command's body with the server that its options name.
  static func with<Result: Sendable>(
    _ options: ServerOptions, _ stateOptions: StateOptions, _ settings: Settings,
    progress: ProgressDisplay = .off,
    _ body: @escaping @Sendable (Session) async throws -> Result
  ) async throws -> Result {
    do {
      return try await stateOptions.with(isSandbox: options.sandbox, options.transport, settings) { store in
        try await with(options, store, settings, progress, body)
      }
    } catch let error as StateError {
      throw CommandFailure(.wrong, "\(error)")
    }
  }

  private static func with<Result: Sendable>(
    _ options: ServerOptions, _ store: any StateBackend, _ settings: Settings, _ progress: ProgressDisplay,
    _ body: @escaping @Sendable (Session) async throws -> Result
  ) async throws -> Result {
    let environment = ProcessInfo.processInfo.environment
    guard options.sandbox else {
      let connection = try options.connection(settings, environment)
      try ConnectionSafety.check(connection, tokenFile: options.tokenPath(settings, environment))
      return try await connect(
        connection, server: connection.address.base, store, options,
        wait: options.wait ?? settings.number(.wait), progress, body)
    }
    do {
      try FileManager.default.createDirectory(
        atPath: SandboxFiles.folder, withIntermediateDirectories: true)
      var configuration = SandboxConfiguration()
      configuration.dataFile = SandboxFiles.data
      return try await SandboxServer(configuration).withRunning { port in
        let address = try ServerAddress("http://127.0.0.1:\(port)")
        let connection = try options.connection(address, token: "sandbox-admin", settings, environment)
        return try await connect(
          connection, server: "sandbox:", store, options, wait: nil, progress, body)
      }
    } catch let error as SandboxError {
      throw CommandFailure(.wrong, "\(error)")
    }
  }

  private static func connect<Result: Sendable>(
    _ connection: ConnectionOptions, server: String, _ store: any StateBackend, _ options: ServerOptions,
    wait: Double?, _ progress: ProgressDisplay, _ body: @Sendable (Session) async throws -> Result
  ) async throws -> Result {
    do {
      return try await HTTPTransport.with(connection) { transport in
        let activity = Activity()
        async let _: Void = progress.follow(activity)
        activity.begin("reading the server", of: .requests)
        let api = LiveAPI(
          APIClient(transport, activity: activity), parallelism: connection.parallelism)
        let version = try await serverVersion(api, waiting: wait ?? 0)
        let catalog = try await ServerCatalog(
          api: api, folder: ServerCatalog.cacheFolder(ProcessInfo.processInfo.environment),
          isOffline: options.offline
        ).load(version: version)
        return try await body(
          Session(
            api: api, catalog: catalog, serverVersion: version, server: server, store: store,
            parallelism: connection.parallelism))
      }
    } catch let error as APIError {
      throw CommandFailure(error)
    }
  }

  /// The server's version; a server that is not ready yet is asked again until the wait is over.
  private static func serverVersion(_ api: LiveAPI, waiting seconds: Double) async throws -> String {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      do throws(APIError) { return try await api.version() } catch {
        guard error.mayPass, ContinuousClock.now < deadline else { throw error }
      }
      try await Task.sleep(for: .milliseconds(500))
    }
  }

  /// The state with an interrupted run's journal folded in; on the disk as well, unless another run holds
  /// the lock and so still writes that journal.
  func currentState() async throws -> StateSnapshot {
    let loaded = try await store.load()
    guard loaded.hasOpenJournal else { return loaded.snapshot }
    do {
      return try await store.whileHeld(command: "recover") { try await $0.recover().noted().snapshot }
    } catch let error as StateError where error.isLocked {
      return loaded.noted().snapshot
    }
  }
}
