import EndToEndSupport
import Foundation
import Hummingbird
import Sandbox
import ServerSupport
import Synchronization
import TestSupport
import Testing

/// The documentation's script for a server that has just been started.
struct ProvisioningRecipeTests {
  private static func with(
    _ variables: [String: String] = [:],
    _ body: @escaping @Sendable (Workspace, RecipeShell, String) async throws -> Void
  ) async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(2))
      let standard = ["AUTHENTIK_URL": workspace.url, "AUTHENTIK_TOKEN": "sandbox-admin"]
      let shell = try RecipeShell(
        in: workspace.folder, folder: workspace.folder, variables: standard.merging(variables) { $1 })
      try shell.replace("sleep")
      try await body(workspace, shell, try DocumentationPage.recipe("provision"))
    }
  }

  /// The script starts while a server reports that it is starting. Then no server listens, and then authentik does.
  @Test func waitsForTheServerAndApplies() async throws {
    try await Self.with(["WAIT_SECONDS": "120"]) { workspace, shell, script in
      let asked = Atomic(0)
      let (requests, request) = AsyncStream<Void>.makeStream()
      let router = Router()
      router.get("**") { _, _ in
        asked.add(1, ordering: .relaxed)
        request.yield()
        return Response(status: .serviceUnavailable)
      }
      let (port, running) = try await LocalServer(router: router).withRunning { port in
        var starting = shell
        starting.variables["AUTHENTIK_URL"] = "http://127.0.0.1:\(port)"
        let early = starting
        // A run without waiting sends this number of requests.
        let plan = try await early("flowform plan")
        #expect(plan.status != 0)
        let impatient = asked.load(ordering: .relaxed)
        let running = Task { @Sendable in
          defer { request.finish() }
          return try await early(script)
        }
        for await _ in requests where asked.load(ordering: .relaxed) > 2 * impatient { break }
        return (port, running)
      }
      var configuration = SandboxConfiguration()
      configuration.port = port
      let sandbox = try SandboxServer(configuration)
      let finished = try await sandbox.withRunning { _ in try await running.value }
      #expect(finished.status == 0, "\(finished.error)")
      #expect(sandbox.requests.entries.count { $0.method == "POST" } == 2)
      #expect(shell.calls("sleep").isEmpty)
    }
  }

  @Test func aSecondRunWritesNothing() async throws {
    try await Self.with { workspace, shell, script in
      let first = try await shell(script, "blueprints")
      #expect(first.status == 0 && workspace.writes.count == 2, "\(first.error)")
      workspace.sandbox.requests.reset()
      let second = try await shell(script)
      #expect(second.status == 0 && workspace.writes.isEmpty, "\(second.error)")
    }
  }

  /// Each row has the number of requests that the server receives.
  @Test(.timeLimit(.minutes(2)), arguments: [("1", 1), ("3", 3)])
  func aRefusedTokenEndsItAtOnce(_ attempts: String, _ count: Int) async throws {
    let variables = ["AUTHENTIK_TOKEN": "nonsense", "WAIT_SECONDS": "3600", "TOKEN_ATTEMPTS": attempts]
    try await Self.with(variables) { workspace, shell, script in
      let finished = try await shell(script)
      #expect(finished.status == 3)
      #expect(finished.error.split(separator: "refuses the token").count == count + 1, "\(finished.error)")
      #expect(finished.error.contains("no authentik that takes this token"), "\(finished.error)")
      #expect(shell.calls("sleep") == Array(repeating: "5", count: count - 1))
      #expect(workspace.writes.isEmpty)
    }
  }

  @Test(.timeLimit(.minutes(1))) func theWaitHasAnEnd() async throws {
    try await Self.with(["AUTHENTIK_URL": "http://127.0.0.1:1", "WAIT_SECONDS": "1"]) { _, shell, script in
      let finished = try await shell(script)
      #expect(finished.status == 3 && finished.error.contains("after 1 seconds"), "\(finished.error)")
    }
  }

  @Test func aMistakeIsNotTriedAgain() async throws {
    try await Self.with(["TOKEN_ATTEMPTS": "9"]) { workspace, shell, script in
      try workspace.write("version: 1\nentries: 3\n")
      let finished = try await shell(script)
      #expect(finished.status == 1 && finished.error.contains("run this again"), "\(finished.error)")
      #expect(shell.calls("sleep").isEmpty && workspace.writes.isEmpty)
    }
  }
}
