import Catalog
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox

/// A folder with blueprints, a running sandbox, and the means to look at both.
struct Workspace: Sendable {
  let folder: URL
  let sandbox: SandboxServer
  let port: Int

  /// Runs a body in a new folder beside a new sandbox; both are gone afterwards.
  static func with<Result: Sendable>(
    _ configuration: SandboxConfiguration = SandboxConfiguration(), idleSeconds: Int64 = 60,
    _ body: @escaping @Sendable (Workspace) async throws -> Result
  ) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "flowform-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var configuration = configuration
    // Where all tests run at once, a connection waits longer than a real server would let it.
    configuration.idleSeconds = idleSeconds
    let sandbox = try SandboxServer(configuration)
    return try await sandbox.withRunning { port in
      try await body(Workspace(folder: folder, sandbox: sandbox, port: port))
    }
  }

  var url: String { "http://127.0.0.1:\(port)" }

  /// flowform with the sandbox as its server.
  var flowform: FlowformProcess { flowform(token: "sandbox-admin") }

  func flowform(token: String) -> FlowformProcess {
    FlowformProcess(
      folder: folder.path, variables: ["AUTHENTIK_URL": url, "AUTHENTIK_TOKEN": token])
  }

  // MARK: - Files

  func write(_ text: String, to name: String = "blueprints/flows.yaml") throws {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func read(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(at: folder.appending(path: name))
  }

  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: name).path)
  }

  func json(_ name: String = "flowform.state.json") throws -> Value {
    try JSONReader.read(try read(name))
  }

  /// When and as what a file was last written.
  func trace(_ name: String = "flowform.state.json") throws -> [String] {
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: name).path)
    return [
      try read(name), "\(attributes[.modificationDate] ?? "")", "\(attributes[.systemFileNumber] ?? "")",
    ]
  }

  // MARK: - Server

  /// Talks to the sandbox as somebody else would.
  func outside<Result: Sendable>(
    _ body: @Sendable (APIClient) async throws -> Result
  ) async throws -> Result {
    let options = ConnectionOptions(address: try ServerAddress(url), token: "sandbox-admin")
    return try await HTTPTransport.with(options) { try await body(APIClient($0)) }
  }

  func flow(_ slug: String) async throws -> Value {
    try await outside { try await $0.read("/flows/instances/\(slug)/") }
  }

  func flowCount() async throws -> Int {
    try await outside {
      try await $0.read("/flows/instances/")["pagination"]?["count"]?.integer ?? -1
    }
  }

  @discardableResult
  func patch(_ slug: String, _ body: Value) async throws -> Value {
    try await outside { try await $0.write(APIRequest(.patch, "/flows/instances/\(slug)/", body: body)) }
  }

  func delete(_ slug: String) async throws {
    _ = try await outside { try await $0.write(APIRequest(.delete, "/flows/instances/\(slug)/")) }
  }

  @discardableResult
  func create(_ body: Value) async throws -> Value {
    try await outside { try await $0.write(APIRequest(.post, "/flows/instances/", body: body)) }
  }

  /// The writes that the sandbox was asked for since its log was last reset.
  var writes: [String] {
    sandbox.requests.entries.filter { $0.method != "GET" }.map { "\($0.method) \($0.path)" }
  }

  var reads: [String] {
    sandbox.requests.entries.filter { $0.method == "GET" }.map(\.path)
  }
}
