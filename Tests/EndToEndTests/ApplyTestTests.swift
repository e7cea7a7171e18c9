import Catalog
import EndToEndSupport
import Foundation
import FoundationNetworking
import Model
import OrderedCollections
import Sandbox
import Testing

/// `apply --test`: a change that breaks a login is undone before a user notices it.
struct ApplyTestTests {
  private static func with(
    _ version: EmbeddedCatalog = .v2026_5_rc1,
    _ body: @escaping @Sendable (Workspace, FlowformProcess) async throws -> Void
  ) async throws {
    var configuration = SandboxConfiguration()
    configuration.version = version
    try await Workspace.with(configuration) { workspace in
      var flowform = workspace.flowform
      flowform.variables["ALICE_PASSWORD"] = BrokenLogin.password
      try workspace.write(BrokenLogin.tests, to: "blueprints/acme.flowtest.yaml")
      try workspace.write(BrokenLogin.working)
      let first = try await flowform("apply", "--yes", "--test")
      #expect(first.status == 0, "\(first.error)\(first.output)")
      #expect(first.output.contains("tests passed"))
      try await body(workspace, flowform)
    }
  }

  @Test(arguments: BrokenLogin.allCases, [EmbeddedCatalog.v2024_8, .v2026_5_rc1])
  func aBrokenLoginIsTakenBack(_ change: BrokenLogin, _ version: EmbeddedCatalog) async throws {
    try await Self.with(version) { workspace, flowform in
      try workspace.write(change.text)
      let apply = try await flowform("apply", "--yes", "--prune", "--test", "--on-failure", "rollback")
      #expect(apply.status == 1)
      #expect(
        apply.output.contains("Rolled back") && apply.output.contains("tests failed"), "\(apply.output)")
      #expect(
        apply.error.contains("acme.flowtest.yaml:") && apply.error.contains("staff sign in with a password"))
      #expect(
        apply.error.contains("The same tests after the rollback") && apply.error.contains("Tests: 1 passed"))
      #expect(!(apply.output + apply.error).contains(BrokenLogin.password))
      // The login works, and the old blueprints say what is there.
      let test = try await flowform("test")
      #expect(test.status == 0, "\(test.error)\(test.output)")
      try workspace.write(BrokenLogin.working)
      workspace.sandbox.requests.reset()
      let again = try await flowform("apply", "--yes", "--prune", "--test", "--on-failure", "rollback")
      #expect(again.status == 0 && workspace.writes.isEmpty, "\(workspace.writes)")
    }
  }

  /// Otherwise the change stays, and the apply has failed.
  @Test func withoutARollbackTheApplyFails() async throws {
    try await Self.with { workspace, flowform in
      try workspace.write(BrokenLogin.denyingPolicy.text)
      let apply = try await flowform("apply", "--yes", "--test", "--format", "json")
      #expect(apply.status == 1)
      let events = try apply.output.split(separator: "\n").map { try JSONReader.read(String($0)) }
      let tests = events.filter { $0["event"] == "test" }
      #expect(tests.map { $0["verdict"] } == ["failed"] && tests.first?["moment"] == "applied")
      #expect(tests.first?["failures"]?.list?.first?["line"]?.integer != nil)
      #expect(events.last?["tests"] == "failed" && events.last?["updated"] == 1)
      #expect(try await workspace.objects("/policies/dummy/").first?["result"] == false)
    }
  }

  /// The plan says which tests will run, and which touched flows have none.
  @Test func thePlanNamesTheTests() async throws {
    try await Self.with { workspace, flowform in
      try workspace.write(
        BrokenLogin.denyingPolicy.text + """
          - {model: authentik_flows.flow, identifiers: {slug: other}, attrs: {name: O, title: O, designation: recovery}}

          """)
      let expected: Value = [
        ["flow": "acme-login", "tests": ["staff sign in with a password"]], ["flow": "other", "tests": []],
      ]
      let plan = try await flowform("plan", "--format", "json", "--out", "plan.json")
      #expect(try JSONReader.read(plan.output)["tests"] == expected)
      let text = try await flowform("plan").output
      #expect(text.contains("  acme-login: staff sign in with a password\n  other: no test\n"), "\(text)")
      for format in ["markdown", "html", "github"] {
        #expect(try await flowform("plan", "--format", format).output.contains("other: no test"), "\(format)")
      }
      #expect(try await flowform("show", "plan.json").output.contains("other: no test"))
      let apply = try await flowform(
        "apply", "--yes", "--plan", "plan.json", "--test", "--on-failure", "rollback")
      #expect(apply.status == 1 && apply.output.contains("Rolled back"), "\(apply.output)\(apply.error)")
      // Nothing to change, nothing to test.
      try workspace.write(BrokenLogin.working)
      #expect(try JSONReader.read(try await flowform("plan", "--format", "json").output)["tests"] == nil)
    }
  }

  /// The job that plans may lack the variables of tests. A mistake must not look as if there were no test.
  @Test func aPlanNeedsNoVariableOfATest() async throws {
    try await Self.with { workspace, flowform in
      var flowform = flowform
      flowform.variables["ALICE_PASSWORD"] = nil
      try workspace.write(BrokenLogin.denyingPolicy.text)
      let plan = try await flowform("plan")
      #expect(plan.status == 0 && plan.output.contains("acme-login: staff sign in with a password"))
      #expect(!plan.error.contains("ALICE_PASSWORD"), "\(plan.error)")
      let apply = try await flowform("apply", "--yes", "--test")
      #expect(apply.status == 1 && apply.error.contains("ALICE_PASSWORD"), "\(apply.error)")
      #expect(try await workspace.objects("/policies/dummy/").first?["result"] == true)
      try workspace.write(
        "tests:\n- {name: a, flow: acme-login, ends: nowhere}\n", to: "blueprints/a.flowtest.yaml")
      let mistaken = try await flowform("plan", "--out", "plan.json")
      #expect(
        mistaken.status == 0 && mistaken.error.contains("a.flowtest.yaml:2:37: warning:"), "\(mistaken.error)"
      )
      let saved = try await flowform("apply", "--yes", "--plan", "plan.json")
      #expect(saved.error.split(separator: "\n").count { $0.contains("warning:") } == 1, "\(saved.error)")
    }
  }

  @Test func withoutTestsItSaysSo() async throws {
    try await Workspace.with { workspace in
      try workspace.write(BrokenLogin.working)
      workspace.sandbox.requests.reset()
      let apply = try await workspace.flowform("apply", "--yes", "--test")
      #expect(apply.status == 1 && workspace.writes.isEmpty)
      #expect(apply.error.contains("there is no test of a flow"), "\(apply.error)")
    }
  }

  /// Tests that write need a word, and never run against a protected target.
  @Test func protectedTargetsAreNotWrittenToByTests() async throws {
    try await Self.with { workspace, flowform in
      try workspace.write("protected: true\n", to: "flowform.yaml")
      try workspace.write(BrokenLogin.denyingPolicy.text)
      let refused = try await flowform("apply", "--yes", "--test", "--allow-writes")
      #expect(refused.status == 2 && refused.error.contains("protected"), "\(refused.error)")
      let apply = try await flowform("apply", "--yes", "--test", "--on-failure", "rollback")
      #expect(apply.status == 1 && apply.output.contains("Rolled back"))
      let alone = try await flowform("apply", "--yes", "--allow-writes")
      #expect(alone.status == 64 && alone.error.contains("--allow-writes needs --test"), "\(alone.error)")
    }
  }

  /// The service takes a broken change back, and tries it only once.
  @Test func theServiceTakesItBackToo() async throws {
    try await Self.with { workspace, flowform in
      let ended = try await flowform.serving(
        ["watch", "--apply", "--prune", "--test", "--on-failure", "rollback", "--interval", "1"]
      ) { service in
        try await service.until("no changes")
        try workspace.write(BrokenLogin.missingLoginStage.text)
        try await service.until("a test failed, and the apply was undone")
        #expect(try await workspace.objects("/flows/bindings/").count == 3)
        workspace.sandbox.requests.reset()
        // The last blueprints whose tests passed stay in force.
        try await workspace.patch("acme-login", ["title": "by hand"])
        try await service.until("the drift") { try await workspace.flow("acme-login")["title"] == "Welcome" }
        #expect(!workspace.writes.contains { $0.hasPrefix("DELETE /api/v3/flows/bindings/") })
        // Mistakes do not bring the broken ones back.
        try workspace.write("version: 1\nentries: [{model: authentik_flows.flow, nonsense: 1}]\n")
        try await service.until("the blueprints have")
        try await workspace.patch("acme-login", ["title": "by hand again"])
        try await service.until("the drift") { try await workspace.flow("acme-login")["title"] == "Welcome" }
        #expect(!workspace.writes.contains { $0.hasPrefix("DELETE /api/v3/flows/bindings/") })
        let mended =
          BrokenLogin.missingLoginStage.text + "\n" + BrokenLogin.working.split(separator: "\n").last!
        try workspace.write(mended.replacing("Welcome", with: "Mended"))
        try await service.until("the mended login") {
          try await workspace.flow("acme-login")["title"] == "Mended"
        }
      }
      #expect(ended.status == 0, "\(ended.error)")
    }
  }

  /// Without a rollback, a failed test stays told until a file changes, though nothing is left to apply.
  @Test func theServiceKeepsTellingAFailedTest() async throws {
    try await Self.with { workspace, flowform in
      try workspace.write(BrokenLogin.denyingPolicy.text)
      let ended = try await flowform.serving(
        ["watch", "--apply", "--test", "--interval", "1", "--listen", "127.0.0.1:0"]
      ) { service in
        let address = try await service.address()
        try await service.until("a test failed after the apply")
        try await service.until("further looks") {
          try await Self.get(address + "/metrics").split(separator: "\n").contains { line in
            line.hasPrefix("flowform_run_duration_seconds_count") && !line.hasSuffix(" 0")
              && !line.hasSuffix(" 1")
          }
        }
        #expect(try await Self.get(address + "/").contains("a test failed after the apply"))
        try workspace.write(BrokenLogin.working)
        try await service.until("the mended login") {
          try await !Self.get(address + "/").contains("a test failed after the apply")
        }
      }
      #expect(ended.status == 0, "\(ended.error)")
    }
  }

  private static func get(_ url: String) async throws -> String {
    let (data, _) = try await URLSession.shared.data(from: #require(URL(string: url)))
    return String(decoding: data, as: UTF8.self)
  }
}
