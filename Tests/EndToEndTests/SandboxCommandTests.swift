import Catalog
import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import Subprocess
import SystemPackage
import TestSupport
import Testing

/// `--sandbox`, and the example blueprints that new users try first.
struct SandboxCommandTests {
  private static var examples: [String] {
    let folder = ProjectRoot.url.appending(path: "blueprints").path
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
      .map { folder + "/" + $0 }
  }

  @Test func theExamplesAreThere() {
    #expect(Self.examples.count >= 4)
  }

  @Test(arguments: examples)
  func eachExampleAppliesOnceAndIsThenDone(_ example: String) async throws {
    try await Workspace.with { workspace in
      let flowform = FlowformProcess(folder: workspace.folder.path)
      let strict = try await flowform("validate", "--strict", example)
      #expect(strict.status == 0, "\(strict.error)")
      let first = try await flowform("apply", "--sandbox", "--yes", "--format", "json", example)
      #expect(first.status == 0, "\(first.error)")
      let summary = try JSONReader.read(String(first.output.split(separator: "\n").last ?? ""))
      #expect(summary["created"]?.integer ?? 0 > 0)
      let trace = try workspace.trace(".flowform/sandbox.state.json")
      let second = try await flowform("apply", "--sandbox", "--yes", example)
      #expect(second.output.contains("0 created, 0 updated, 0 deleted, 0 adopted"), "\(second.output)")
      #expect(try workspace.trace(".flowform/sandbox.state.json") == trace)
      #expect(try await flowform("plan", "--sandbox", "--detailed-exitcode", example).status == 0)
    }
  }

  @Test func theStateOfARealServerStaysOutOfIt() async throws {
    try await Workspace.with { workspace in
      var flowform = FlowformProcess(folder: workspace.folder.path)
      flowform.variables["FLOWFORM_STATE"] = "production.json"
      try workspace.write(FlowText.many(1))
      #expect(try await flowform("apply", "--sandbox", "--yes").status == 0)
      #expect(!workspace.exists("production.json"))
      #expect(workspace.exists(".flowform/sandbox.state.json"))
    }
  }

  @Test func servesUntilItIsInterrupted() async throws {
    try await Workspace.with { workspace in
      let flowform = FlowformProcess(folder: workspace.folder.path)
      let finished = try await flowform.interrupted(["sandbox", "--port", "0", "--data", "data.sqlite"]) {
        $0.contains("\n")
      }
      #expect(workspace.exists("data.sqlite"))
      #expect(finished.output.hasPrefix("listening on http://127.0.0.1:"))
      #expect(finished.status == 130)
    }
  }

  @Test func aPortThatIsTakenIsSaid() async throws {
    try await Workspace.with { workspace in
      let flowform = FlowformProcess(folder: workspace.folder.path)
      let finished = try await flowform("sandbox", "--port", "\(workspace.port)")
      #expect(finished.status == 1)
      #expect(finished.error.contains("\(workspace.port)"), "\(finished.error)")
    }
  }
}
