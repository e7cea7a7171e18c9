import EndToEndSupport
import Foundation
import Model
import Sandbox
import Testing

/// The progress of a long run: where it is shown, and where it is not.
struct ProgressTests {
  private static let blueprint = FlowText.blueprint(FlowText.flow("one"), FlowText.flow("two"))

  /// Runs with a server that answers slowly: a plan takes more than a second.
  private func withSlowServer(_ body: @escaping @Sendable (Workspace) async throws -> Void) async throws {
    var configuration = SandboxConfiguration()
    configuration.delayMilliseconds = 700
    try await Workspace.with(configuration) { workspace in
      try workspace.write(Self.blueprint)
      try await body(workspace)
    }
  }

  @Test func isDrawnOnATerminal() async throws {
    try await withSlowServer { workspace in
      let apply = try await workspace.flowform.onTerminal(["apply", "--yes"], columns: 50)
      #expect(apply.status == 0, "\(apply.error)")
      let lines = apply.error.split(separator: "\r\u{1B}[K")
      #expect(
        lines.contains { $0.hasPrefix("reading the server: ") && $0.contains(" requests") }, "\(apply.error)")
      #expect(lines.contains { $0.hasPrefix("applying: 0 of 2 objects") }, "\(apply.error)")
      // Printed messages are on lines of their own, and no progress line is left behind.
      #expect(lines.contains { $0.contains("one]: created\n") }, "\(apply.error)")
      let drawn = lines.compactMap { $0.split(separator: "\n", omittingEmptySubsequences: false).last }
      #expect(drawn.allSatisfy { $0.count < 50 }, "\(apply.error)")
      #expect(apply.error.hasSuffix("\u{1B}[K") || apply.error.hasSuffix("\n"))
      #expect(!apply.output.contains("reading") && !apply.output.contains("\u{1B}[K"))
    }
  }

  @Test(arguments: [["export", "--flow", "there"], ["import", "authentik_flows.flow[slug=there]"]])
  func isDrawnOfWhatOnlyReads(_ arguments: [String]) async throws {
    try await withSlowServer { workspace in
      try await workspace.create(
        ["name": "There", "slug": "there", "title": "There", "designation": "authentication"])
      let run = try await workspace.flowform.onTerminal(arguments)
      #expect(run.status == 0, "\(run.error)")
      let lines = run.error.split(separator: "\r\u{1B}[K")
      #expect(
        lines.contains { $0.hasPrefix("reading the server: ") && $0.contains(" requests") }, "\(run.error)")
      #expect(run.error.hasSuffix("\u{1B}[K") || run.error.hasSuffix("\n"))
      #expect(run.output.contains("there") && !run.output.contains("reading"))
      let quiet = try await workspace.flowform.onTerminal(["export", "--flow", "there", "--quiet"])
      #expect(quiet.error == "")
    }
  }

  @Test func isNotShownToOthers() async throws {
    try await withSlowServer { workspace in
      let quiet = try await workspace.flowform.onTerminal(["plan", "-q"])
      #expect(quiet.status == 0)
      #expect(quiet.error == "")
      let log = try await workspace.flowform("plan")
      #expect(log.status == 0)
      // A run of more than ten seconds, by this clock, reports its progress on a line of its own.
      let lines = log.error.split(separator: "\n")
      #expect(lines.allSatisfy { $0.hasPrefix("reading the server: ") }, "\(log.error)")
      #expect(!log.error.contains("\r") && !log.error.contains("\u{1B}"))
    }
  }
}
