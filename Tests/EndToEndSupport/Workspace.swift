import Catalog
package import Foundation
package import Model
import OrderedCollections
package import Remote
package import Sandbox
import TestSupport

/// A folder with blueprints and a running sandbox, with access to both.
package struct Workspace: Sendable {
  package let folder: URL
  package let sandbox: SandboxServer
  package let port: Int

  /// Runs a body in a new folder with a new sandbox. Both are removed afterwards.
  package static func with<Result: Sendable>(
    _ configuration: SandboxConfiguration = SandboxConfiguration(), idleSeconds: Int64 = 60,
    _ body: @escaping @Sendable (Workspace) async throws -> Result
  ) async throws -> Result {
    let directory = try TemporaryDirectory()
    let folder = directory.url
    var configuration = configuration
    // With all tests running at once, a connection waits longer than a real server would keep it.
    configuration.idleSeconds = idleSeconds
    let sandbox = try SandboxServer(configuration)
    return try await sandbox.withRunning { port in
      try await body(Workspace(folder: folder, sandbox: sandbox, port: port))
    }
  }

  package var url: String { "http://127.0.0.1:\(port)" }

  /// flowform with the sandbox as its server.
  package var flowform: FlowformProcess { flowform(token: "sandbox-admin") }

  package func flowform(token: String) -> FlowformProcess {
    FlowformProcess(
      folder: folder.path, variables: ["AUTHENTIK_URL": url, "AUTHENTIK_TOKEN": token])
  }

  // MARK: - Files

  package func write(_ text: String, to name: String = "blueprints/flows.yaml") throws {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// Writes a flowform.yaml with targets that have a state each, and returns flowform without a server of its own.
  package func flowform(targets: KeyValuePairs<String, String>) throws -> FlowformProcess {
    let lines = targets.map { name, url in "  \(name): {url: \"\(url)\", state: \(name).json}\n" }
    try write("targets:\n" + lines.joined(), to: "flowform.yaml")
    var flowform = flowform
    flowform.variables["AUTHENTIK_URL"] = nil
    return flowform
  }

  package func read(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  package func remove(_ name: String) throws {
    try FileManager.default.removeItem(at: folder.appending(path: name))
  }

  package func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: name).path)
  }

  package func json(_ name: String = "flowform.state.json") throws -> Value {
    try JSONReader.read(try read(name))
  }

  /// The content, time and inode of a file: they change with every write.
  package func trace(_ name: String = "flowform.state.json") throws -> [String] {
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: name).path)
    return [
      try read(name), "\(attributes[.modificationDate] ?? "")", "\(attributes[.systemFileNumber] ?? "")",
    ]
  }

  // MARK: - Server

  /// Talks to the sandbox from outside of flowform.
  package func outside<Result: Sendable>(
    _ body: @Sendable (APIClient) async throws -> Result
  ) async throws -> Result {
    let options = ConnectionOptions(address: try ServerAddress(url), token: "sandbox-admin")
    return try await HTTPTransport.with(options) { try await body(APIClient($0)) }
  }

  package func flow(_ slug: String) async throws -> Value {
    try await outside { try await $0.read("/flows/instances/\(slug)/") }
  }

  package func flowCount() async throws -> Int {
    try await outside {
      try await $0.read("/flows/instances/")["pagination"]?["count"]?.integer ?? -1
    }
  }

  @discardableResult
  package func patch(_ slug: String, _ body: Value) async throws -> Value {
    try await outside { try await $0.write(APIRequest(.patch, "/flows/instances/\(slug)/", body: body)) }
  }

  package func delete(_ slug: String) async throws {
    _ = try await outside { try await $0.write(APIRequest(.delete, "/flows/instances/\(slug)/")) }
  }

  @discardableResult
  package func create(_ body: Value) async throws -> Value {
    try await outside { try await $0.write(APIRequest(.post, "/flows/instances/", body: body)) }
  }

  /// The writes that the sandbox received since its log was last reset.
  package var writes: [String] {
    sandbox.requests.entries.filter { $0.method != "GET" }.map { "\($0.method) \($0.path)" }
  }

  package var reads: [String] {
    sandbox.requests.entries.filter { $0.method == "GET" }.map(\.path)
  }
}
