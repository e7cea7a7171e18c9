import Catalog
import EndToEndSupport
import Foundation
import Model
import OperationsSupport
import OrderedCollections
import Remote
import Sandbox
import Subprocess
import SystemPackage
import Testing

/// A user's mistake or a connection problem ends with the right exit status and one sentence that says what to do.
struct BadInputTests {
  /// The last line of standard error, which is that sentence.
  private func sentence(_ finished: FlowformProcess.Finished) -> String {
    String(finished.error.split(separator: "\n").last ?? "")
  }

  struct WrongConnection: Sendable, CustomTestStringConvertible {
    let what: String
    let variables: [String: String]
    let hint: String
    var testDescription: String { what }
  }

  @Test(arguments: [
    WrongConnection(what: "no server", variables: ["AUTHENTIK_URL": ""], hint: "AUTHENTIK_URL"),
    WrongConnection(what: "no token", variables: ["AUTHENTIK_TOKEN": ""], hint: "AUTHENTIK_TOKEN"),
    WrongConnection(what: "unknown token", variables: ["AUTHENTIK_TOKEN": "nobody"], hint: "AUTHENTIK_TOKEN"),
    WrongConnection(
      what: "token of two lines", variables: ["AUTHENTIK_TOKEN": "one\ntwo"], hint: "AUTHENTIK_TOKEN"),
    WrongConnection(
      what: "no such token file", variables: ["AUTHENTIK_TOKEN": "", "AUTHENTIK_TOKEN_FILE": "/nowhere"],
      hint: "/nowhere"),
    WrongConnection(
      what: "closed port", variables: ["AUTHENTIK_URL": "http://127.0.0.1:1"], hint: "cannot be reached"),
    WrongConnection(
      what: "unknown host", variables: ["AUTHENTIK_URL": "https://authentik.invalid"],
      hint: "cannot be reached"),
    WrongConnection(what: "no address", variables: ["AUTHENTIK_URL": "authentik"], hint: "https://"),
  ])
  func exitsWith3(_ wrong: WrongConnection) async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(1))
      var flowform = workspace.flowform
      flowform.variables.merge(wrong.variables) { $1 }
      let tried = flowform
      // With `-q`, since a slow machine would show its progress.
      async let (plan, apply) = (tried("plan", "-q"), tried("apply", "-q"))
      for finished in [try await plan, try await apply] {
        #expect(finished.status == 3, "\(finished.error)")
        #expect(finished.error.split(separator: "\n").count == 1, "\(finished.error)")
        #expect(sentence(finished).contains(wrong.hint), "\(finished.error)")
      }
      #expect(workspace.writes.isEmpty)
    }
  }

  @Test(arguments: ["/wrong", "/api/v2"])
  func aWrongPathExitsWith3(_ path: String) async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(1))
      var flowform = workspace.flowform
      flowform.variables["AUTHENTIK_URL"] = workspace.url + path
      let finished = try await flowform("plan")
      #expect(finished.status == 3)
      #expect(sentence(finished).contains("--url"))
    }
  }

  @Test(arguments: ["/", "/api/v3", "/api/v3/"])
  func anyUsualPathIsTaken(_ path: String) async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(1))
      var flowform = workspace.flowform
      flowform.variables["AUTHENTIK_URL"] = workspace.url + path
      #expect(try await flowform("plan").status == 0)
    }
  }

  @Test(arguments: ["hang", "503"])
  func aServerThatNeverAnswersReadablyExitsWith3(_ fault: String) async throws {
    var configuration = EmbeddedCatalog.v2026_5_rc1.configuration
    configuration.faults = [try #require(.init(rawValue: fault)): 1]
    try await Workspace.with(configuration) { workspace in
      try workspace.write(FlowText.many(1))
      let finished = try await workspace.flowform("plan", "--timeout", "1")
      #expect(finished.status == 3, "\(finished.error)")
      #expect(sentence(finished).contains("cannot be reached"), "\(finished.error)")
    }
  }

  @Test func everyMistakeInEveryFileIsReportedAndNothingIsWritten() async throws {
    try await Workspace.with { workspace in
      try workspace.write(
        FlowText.blueprint(
          FlowText.flow("bad slug"), FlowText.flow("good"), FlowText.flow("other", designation: "logon")))
      try workspace.write("version: 1\nentries:\n  - model: [\n", to: "blueprints/broken.yaml")
      for command in [["plan"], ["apply", "--yes"]] {
        let finished = try await workspace.flowform.run(command)
        #expect(finished.status == 1)
        #expect(finished.error.contains("blueprints/broken.yaml:4:1: error:"), "\(finished.error)")
        #expect(finished.error.contains("blueprints/flows.yaml:5:13: error:"), "\(finished.error)")
        #expect(finished.error.contains("logon"))
      }
      #expect(workspace.writes.isEmpty)
    }
  }

  @Test func aRequiredFieldIsMissingOnlyWhereTheFlowMustBeCreated() async throws {
    try await Workspace.with { workspace in
      let text = """
        version: 1
        entries:
          - model: authentik_flows.flow
            identifiers:
              slug: partial
            attrs:
              title: New
        """
      try workspace.write(text)
      #expect(try await workspace.flowform("validate").status == 0)
      let refused = try await workspace.flowform("plan")
      #expect(refused.status == 1)
      #expect(refused.error.contains("`name`, `designation`"), "\(refused.error)")
      try await workspace.create([
        "slug": "partial", "name": "N", "title": "Old", "designation": "recovery",
      ])
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      #expect(try await workspace.flow("partial")["title"] == "New")
    }
  }

  @Test func wrongUsageExitsWith64() async throws {
    try await Workspace.with { workspace in
      for arguments in [
        ["plann"], ["plan", "--nope"], ["apply", "--parallelism", "0"], ["plan", "--read", "maybe"],
        ["sandbox", "--fault", "429=2"], ["plan", "--header", "nothing"],
      ] {
        let finished = try await workspace.flowform.run(arguments)
        #expect(finished.status == 64, "\(arguments)")
      }
    }
  }

  @Test func standardInputIsABlueprintLikeAnyOther() async throws {
    try await Workspace.with { workspace in
      let finished = try await workspace.flowform("apply", "-", "--yes", input: FlowText.many(2))
      #expect(finished.status == 0, "\(finished.error)")
      #expect(try await workspace.flowCount() == 2)
    }
  }
}
