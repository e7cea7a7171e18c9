import EndToEndSupport
import Foundation
import FoundationXML
import Model
import OrderedCollections
import TestSupport
import Testing

/// `flowform test` runs test files, tells what differs, and never writes where it must not.
struct TestCommandTests {
  private static let user = """
    version: 1
    entries:
      - model: authentik_core.user
        identifiers: {username: acme-test}
        attrs: {name: Test, email: acme-test@example.com, password: !Env ACME_TEST_PASSWORD}

    """

  private static let password = "only for these tests"

  /// Runs a body in a folder with the example blueprints and their tests, which a server has, and a user for them.
  private static func withExamples(
    _ body: @escaping @Sendable (Workspace, FlowformProcess) async throws -> Void
  ) async throws {
    try await Workspace.with { workspace in
      let examples = ProjectRoot.url.appending(path: "blueprints")
      try FileManager.default.copyItem(at: examples, to: workspace.folder.appending(path: "blueprints"))
      try workspace.write(user, to: "user.yaml")
      var flowform = workspace.flowform
      flowform.variables["ACME_TEST_PASSWORD"] = password
      let apply = try await flowform("apply", "--yes", "blueprints", "user.yaml")
      try #require(apply.status == 0, "\(apply.error)")
      try await body(workspace, flowform)
    }
  }

  private static func verdicts(_ output: String) throws -> [String: String] {
    let tests = try JSONReader.read(output)["tests"]?.list ?? []
    return Dictionary(
      tests.map { ($0["name"]?.string ?? "", $0["verdict"]?.string ?? "") }
    ) { $1 }
  }

  @Test func theExamplesPass() async throws {
    try await Self.withExamples { workspace, flowform in
      let run = try await flowform("test", "--allow-writes", "--format", "json")
      #expect(run.status == 0, "\(run.output)\(run.error)")
      let verdicts = try Self.verdicts(run.output)
      #expect(verdicts.count == 6)
      #expect(verdicts.values.allSatisfy { $0 == "passed" }, "\(run.output)")
      let schema = try await flowform("schema", "--of", "test-results")
      let problems = SchemaCheck.problems(
        try JSONReader.read(run.output), try JSONReader.read(schema.output))
      #expect(problems == [])
      #expect(!run.output.contains(Self.password))
      // What the enrollments made is gone, so that they pass again.
      let names = try await workspace.objects("/core/users/").compactMap { $0["username"]?.string }
      #expect(!names.contains { $0.hasPrefix("flowform-test-") }, "\(names)")
    }
  }

  @Test func testsThatWriteNeedLeave() async throws {
    try await Self.withExamples { _, flowform in
      let run = try await flowform("test", "--format", "json")
      #expect(run.status == 0, "\(run.output)\(run.error)")
      let verdicts = try Self.verdicts(run.output)
      #expect(verdicts.values.count { $0 == "skipped" } == 4, "\(run.output)")
      #expect(verdicts["a user signs in with a password"] == "passed")
    }
  }

  @Test func aProtectedTargetIsNeverWrittenTo() async throws {
    try await Self.withExamples { workspace, flowform in
      try workspace.write("protected: true\n", to: "flowform.yaml")
      let run = try await flowform("test", "--format", "json")
      #expect(run.status == 0)
      #expect(run.output.contains("this target is protected, so the test never runs here"))
      let refused = try await flowform("test", "--allow-writes")
      #expect(refused.status == 2)
      #expect(refused.error.contains("is marked `protected: true` in flowform.yaml"), "\(refused.error)")
    }
  }

  @Test func aFailureIsToldAtItsStep() async throws {
    try await Self.withExamples { workspace, flowform in
      try workspace.write(
        """
        tests:
        - name: sign in
          flow: acme-login
          steps:
          - stage: identification
            answer: {uid_field: acme-test}
          - stage: password
            answer: {password: !Env ACME_WRONG_PASSWORD}
          ends: signed-in

        """, to: "t/a.flowtest.yaml")
      var flowform = flowform
      flowform.variables["ACME_WRONG_PASSWORD"] = "not-the-password"
      let run = try await flowform("test", "t")
      #expect(run.status == 1)
      #expect(run.error.contains("t/a.flowtest.yaml:7:5: error: the test `sign in` failed: "), "\(run.error)")
      #expect(run.output.contains("Tests: 1 failed."))
      #expect(!(run.output + run.error).contains("not-the-password"))
      let junit = try await flowform("test", "t", "--format", "junit")
      #expect(junit.status == 1)
      #expect(junit.output.contains("<failure message=\""))
      #expect(XMLParser(data: Data(junit.output.utf8)).parse())
      let github = try await flowform("test", "t", "--format", "github")
      #expect(github.output.contains("::error file=t/a.flowtest.yaml,line=7,col=5::"), "\(github.output)")
    }
  }

  @Test func withoutATestTheRunFails() async throws {
    try await Workspace.with { workspace in
      try workspace.write("version: 1\nentries: []\n", to: "blueprints/a.yaml")
      let none = try await workspace.flowform("test", "blueprints")
      #expect(none.status == 1)
      #expect(
        none.error.contains(
          "there is no test of a flow in `blueprints`; write one into a file that ends in .flowtest.yaml"),
        "\(none.error)")
      try workspace.write(
        "tests: [{name: first, flow: login, ends: denied}]\n", to: "blueprints/a.flowtest.yaml")
      let flow = try await workspace.flowform("test", "blueprints", "--flow", "logn")
      #expect(flow.status == 1)
      #expect(flow.error.contains("no test is about the flow `logn`; did you mean `login`?"), "\(flow.error)")
      let name = try await workspace.flowform("test", "blueprints", "--name", "frist")
      #expect(name.error.contains("no test has a name like `frist`; did you mean `first`?"), "\(name.error)")
    }
  }

  /// Mistakes are told before a server is asked.
  @Test func mistakesKeepAllTestsFromRunning() async throws {
    try await Workspace.with { workspace in
      try workspace.write(
        "tests: [{name: a, flow: b, ends: nowhere}, {name: c, flow: d, ends: denied}]\n",
        to: "t/a.flowtest.yaml")
      var flowform = workspace.flowform
      flowform.variables["AUTHENTIK_URL"] = "http://127.0.0.1:9"
      let run = try await flowform("test", "t")
      #expect(run.status == 1)
      #expect(
        run.error.contains("t/a.flowtest.yaml:1:34: error: there is no stage `nowhere`"), "\(run.error)")
      #expect(run.output == "Tests: nothing was tested.\n")
      let junit = try await flowform("test", "t", "--format", "junit")
      #expect(junit.output.contains("errors=\"1\""))
    }
  }

  @Test func validateChecksTestsToo() async throws {
    try await Self.withExamples { workspace, flowform in
      let good = try await flowform("validate", "blueprints")
      #expect(good.status == 0, "\(good.error)")
      #expect(good.output.contains(", 6 tests in 1 file: valid"), "\(good.output)")
      try workspace.write(
        "tests: [{name: a, flow: acme-login, ends: denied, steps: [{stage: prompt}]}]\n",
        to: "elsewhere/a.flowtest.yaml")
      try workspace.write("tests: elsewhere\npaths: [blueprints]\n", to: "flowform.yaml")
      let bad = try await flowform("validate")
      #expect(bad.status == 1)
      #expect(
        bad.error.contains(
          "elsewhere/a.flowtest.yaml:1:67: error: the flow `acme-login` does not bind a stage `prompt`"),
        "\(bad.error)")
      #expect(bad.output.contains("1 test in 1 file"), "\(bad.output)")
      let alone = try await flowform("validate", "elsewhere/a.flowtest.yaml")
      #expect(alone.status == 0, "\(alone.error)")
      // A plan of tests alone would be a plan without blueprints.
      #expect(try await flowform("plan", "elsewhere").status == 1)
      #expect(try await flowform("plan", "--detailed-exitcode", "blueprints", "user.yaml").status == 0)
    }
  }
}
