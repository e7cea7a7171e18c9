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
      .filter { !$0.hasSuffix(".flowtest.yaml") }.map { folder + "/" + $0 }
  }

  /// The examples whose stages another one uses.
  private static let needed = ["second-factor.yaml": ["enrollment.yaml", "stage-configuration.yaml"]]

  @Test func theExamplesAreThere() {
    #expect(Self.examples.count >= 4)
  }

  @Test(arguments: examples)
  func eachExampleAppliesOnceAndIsThenDone(_ example: String) async throws {
    try await Workspace.with { workspace in
      let flowform = FlowformProcess(folder: workspace.folder.path)
      let name = URL(filePath: example).lastPathComponent
      let folder = URL(filePath: example).deletingLastPathComponent()
      let files = (Self.needed[name] ?? []).map { folder.appending(path: $0).path } + [example]
      let strict = try await flowform.run(["validate", "--strict"] + files)
      #expect(strict.status == 0, "\(strict.error)")
      let first = try await flowform.run(["apply", "--sandbox", "--yes", "--format", "json"] + files)
      #expect(first.status == 0, "\(first.error)")
      let summary = try JSONReader.read(String(first.output.split(separator: "\n").last ?? ""))
      #expect(summary["created"]?.integer ?? 0 > 0)
      let trace = try workspace.trace(".flowform/sandbox.state.json")
      let second = try await flowform.run(["apply", "--sandbox", "--yes"] + files)
      #expect(second.output.contains("0 created, 0 updated, 0 deleted, 0 adopted"), "\(second.output)")
      #expect(try workspace.trace(".flowform/sandbox.state.json") == trace)
      #expect(try await flowform.run(["plan", "--sandbox", "--detailed-exitcode"] + files).status == 0)
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
