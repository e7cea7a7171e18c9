import Foundation
import HTTPState
import Remote
import Sandbox
import ServerSupport
import State
import TestSupport

/// A state and the machines that use it.
struct StateScene: Sendable {
  enum Place: String, CaseIterable, Sendable {
    case file, terraform, gitlab, plain, authentik
    /// With requests so small that even one object takes several.
    case authentikInParts

    var locks: Bool { self != .plain }
    var isInAuthentik: Bool { self == .authentik || self == .authentikInParts }
  }

  /// The limit of a request for `authentikInParts`.
  static let smallRequest = 620

  let folder: URL
  let place: Place
  /// Nil for a file.
  let server: (any FaultyServer)?
  let http: HTTPTransport?
  let port: Int

  /// Pauses that take no time.
  static var policy: RetryPolicy {
    var policy = RetryPolicy()
    policy.sleep = { _ in await Task.yield() }
    return policy
  }

  /// The state as seen by a machine. A file is on a disk that all machines share.
  func backend(_ machine: String = "one") throws -> any StateBackend {
    let journals = folder.appending(path: machine).path
    if let authentik = server as? FaultyAuthentik {
      return RemoteState(authentik.carrier(limit: limit), folder: journals)
    }
    guard let server = server as? TeamServer, let http else {
      return StateStore(path: folder.appending(path: "state.json").path)
    }
    let settings = server.variables(port)
    var options = StateServerOptions(try StateAddress(settings["FLOWFORM_STATE"] ?? ""))
    options.lockAddress = try settings["FLOWFORM_STATE_LOCK_ADDRESS"].map { try StateAddress($0) }
    options.lockMethod = settings["FLOWFORM_STATE_LOCK_METHOD"]
    options.unlockMethod = settings["FLOWFORM_STATE_UNLOCK_METHOD"]
    (options.username, options.password) = (TeamServer.user, TeamServer.password)
    return RemoteState(StateServer(options, http, policy: Self.policy), folder: journals)
  }

  private var limit: Int { place == .authentikInParts ? Self.smallRequest : AuthentikCarrier.standardLimit }

  static func with(
    _ place: Place, _ body: @escaping @Sendable (StateScene) async throws -> Void
  ) async throws {
    let directory = try TemporaryDirectory()
    let folder = directory.url
    if place.isInAuthentik {
      let sandbox = try SandboxServer(SandboxConfiguration())
      return try await sandbox.withRunning { port in
        let address = try ServerAddress("http://127.0.0.1:\(port)")
        try await HTTPTransport.with(ConnectionOptions(address: address, token: "sandbox-admin")) { http in
          let server = FaultyAuthentik(http)
          try await body(StateScene(folder: folder, place: place, server: server, http: http, port: port))
        }
      }
    }
    guard let dialect = TeamServer.Dialect(rawValue: place.rawValue) else {
      return try await body(StateScene(folder: folder, place: place, server: nil, http: nil, port: 0))
    }
    let server = TeamServer(dialect)
    try await server.withRunning { port in
      let address = try ServerAddress("http://127.0.0.1:\(port)")
      try await HTTPTransport.with(ConnectionOptions(address: address, token: "")) { http in
        try await body(StateScene(folder: folder, place: place, server: server, http: http, port: port))
      }
    }
  }
}
