import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Sandbox
import TestSupport
import Testing

/// `plan` and `drift` of several targets: every result below its target's name, and one table.
struct SeveralTargetsTests {
  /// Two servers, and a third target that does not answer. Each has a state of its own.
  private static func with(
    _ body: @escaping @Sendable (_ one: Workspace, _ two: Workspace, FlowformProcess) async throws -> Void
  ) async throws {
    try await Workspace.with { one in
      try await Workspace.with { two in
        try one.write(FlowText.blueprint(FlowText.flow("login", title: "!Context title")))
        try one.write(
          """
          context: {title: T}
          targets:
            staging: {url: "\(one.url)", state: staging.json}
            production: {url: "\(two.url)", state: production.json, context: {title: Other}}
            gone: {url: "http://127.0.0.1:1", state: gone.json}
          """, to: "flowform.yaml")
        var flowform = one.flowform
        flowform.variables["AUTHENTIK_URL"] = nil
        try await body(one, two, flowform)
      }
    }
  }

  private static let both = ["--target", "staging", "--target", "production"]

  @Test func everyTargetIsPlannedInTheOrderNamed() async throws {
    try await Self.with { one, two, flowform in
      #expect(try await flowform("apply", "--yes", "--target", "staging").status == 0)
      let plan = try await flowform.run(["plan", "--detailed-exitcode"] + Self.both)
      #expect(plan.status == 2, "\(plan.error)")
      let text = plan.output.replacing(one.url, with: "http://staging").replacing(
        two.url, with: "http://production")
      #expect(
        text
          == """
          Target staging

          Plan for http://staging (authentik 2026.5.0-rc1): no changes (1 unchanged).

          Target production

            + create authentik_flows.flow[slug=login]  blueprints/flows.yaml:3
                name:        "Name of login"
                title:       "Other"
                designation: "authentication"
                slug:        "login"

          Plan for http://production (authentik 2026.5.0-rc1): 1 to create, 0 to update, 0 to delete.

          target      server                  create  update  delete  changed outside
          staging     \(one.url)       0       0       0                0
          production  \(two.url)       1       0       0                0

          """.replacing(one.url, with: "http://staging").replacing(two.url, with: "http://production"))
      #expect(plan.error == "")
      let reversed = try await flowform("plan", "--target", "production", "--target", "staging", "-q")
      #expect(reversed.status == 0)
      #expect(reversed.output.hasPrefix("Target production\n"))
      #expect(one.writes.count == 1 && two.writes.isEmpty)
    }
  }

  @Test func oneThatFailsDoesNotStopTheOthers() async throws {
    try await Self.with { _, _, flowform in
      let plan = try await flowform("plan", "--all-targets", "--detailed-exitcode")
      #expect(plan.status == 3)
      #expect(plan.output.components(separatedBy: "create authentik_flows.flow[slug=login]").count == 3)
      #expect(plan.error.hasPrefix("error: gone: the server cannot be reached"), "\(plan.error)")
      #expect(plan.error.split(separator: "\n").count == 1)
      let last = plan.output.split(separator: "\n").last ?? ""
      #expect(last.hasPrefix("gone") && last.contains("  error: the server cannot be reached"), "\(last)")
    }
  }

  /// 3 before 1, 1 before 2, 2 before 0.
  @Test(arguments: [
    (["staging", "gone"], "--detailed-exitcode", 3), (["bad", "gone"], "--detailed-exitcode", 3),
    (["staging", "bad"], "--detailed-exitcode", 1), (["staging", "production"], "--detailed-exitcode", 2),
    (["staging", "production"], "--verbose", 0),
  ])
  func theWorstStatusCounts(_ targets: [String], _ option: String, _ status: Int32) async throws {
    try await Self.with { one, _, flowform in
      try one.write("version: 2\n", to: "bad/bad.yaml")
      try one.write(
        try one.read("flowform.yaml") + "\n  bad: {url: \"\(one.url)\", state: bad.json, paths: [bad]}\n",
        to: "flowform.yaml")
      let plan = try await flowform.run(["plan", option] + targets.flatMap { ["--target", $0] })
      #expect(plan.status == status, "\(plan.error)")
      guard targets.contains("bad") else { return }
      #expect(plan.error.contains("bad/bad.yaml:1:10: error: bad: "), "\(plan.error)")
      #expect(plan.output.contains("error: the blueprints have 1 error\n"), "\(plan.output)")
    }
  }

  @Test func jsonHasAPlanOrAnErrorForEach() async throws {
    try await Self.with { _, _, flowform in
      let plan = try await flowform("plan", "--all-targets", "--format", "json")
      #expect(plan.status == 3 && plan.error == "", "\(plan.error)")
      let document = try JSONReader.read(plan.output)
      let schema = try JSONReader.read(try await flowform("schema", "--of", "targets").output)
      #expect(SchemaCheck.problems(document, schema) == [])
      let targets = document["targets"]?.list ?? []
      #expect(targets.map { $0["target"] } == ["staging", "production", "gone"])
      #expect(targets.map { $0["plan"]?["summary"]?["create"] } == [1, 1, nil])
      #expect(targets[2]["error"]?.string?.hasPrefix("the server cannot be reached") == true)
      // The plan is what the target alone prints.
      let alone = try await flowform("plan", "--target", "production", "--format", "json")
      #expect(targets[1]["plan"] == (try JSONReader.read(alone.output)))
    }
  }

  @Test func markdownHasTheTableFirst() async throws {
    try await Self.with { _, _, flowform in
      let plan = try await flowform("plan", "--all-targets", "--format", "markdown")
      let lines = plan.output.split(separator: "\n")
      #expect(lines.prefix(2) == ["<!-- flowform -->", "### 3 targets"], "\(plan.output)")
      #expect(lines[2] == "| target | server | create | update | delete | changed outside | error |")
      #expect(
        lines.filter { $0.hasPrefix("####") } == [
          "#### <code>staging</code>", "#### <code>production</code>", "#### <code>gone</code>",
        ])
    }
  }

  @Test func annotationsNameTheirTarget() async throws {
    try await Self.with { one, _, flowform in
      try one.write(
        FlowText.blueprint(FlowText.flow("login", title: "!Context title", more: ["titel: Typo"])))
      var flowform = flowform
      flowform.variables["GITHUB_STEP_SUMMARY"] = one.folder.appending(path: "summary.md").path
      let plan = try await flowform("plan", "--all-targets", "--format", "github")
      #expect(plan.status == 3 && plan.error == "")
      let annotations = plan.output.split(separator: "\n").filter { $0.hasPrefix("::") }
      #expect(annotations.count == 3, "\(plan.output)")
      for (annotation, text) in zip(
        annotations,
        [
          "::warning file=blueprints/flows.yaml,line=10,col=7::staging: ",
          "::warning file=blueprints/flows.yaml,line=10,col=7::production: ", "::error::gone: ",
        ])
      {
        #expect(annotation.hasPrefix(text), "\(annotation)")
      }
      #expect(try one.read("summary.md").components(separatedBy: "<!-- flowform -->").count == 2)
    }
  }

  @Test func driftOfSeveralTargets() async throws {
    try await Self.with { one, two, flowform in
      for target in ["staging", "production"] {
        #expect(try await flowform("apply", "--yes", "--target", target).status == 0)
      }
      let none = try await flowform.run(["drift"] + Self.both)
      #expect(none.status == 0, "\(none.error)")
      try await two.patch("login", ["title": "By hand"])
      let drift = try await flowform.run(["drift"] + Self.both)
      #expect(drift.status == 2)
      let rows = drift.output.split(separator: "\n").suffix(3)
      #expect(rows.first?.hasSuffix("changed outside  gone") == true, "\(drift.output)")
      #expect(
        rows.last?.hasPrefix("production  \(two.url)") == true && rows.last?.hasSuffix("1     0") == true)
      let json = try JSONReader.read(
        try await flowform.run(["drift", "--format", "json"] + Self.both).output)
      #expect(json["targets"]?.list?.map { $0["plan"]?["changes"]?.list?.count } == [0, 1])
      #expect(try await flowform("drift", "--all-targets").status == 3)
    }
  }

  /// Standard input is read once, and used for each.
  @Test func standardInputIsForEach() async throws {
    try await Self.with { _, _, flowform in
      let input = FlowText.blueprint(FlowText.flow("piped"))
      for path in ["-", "/dev/stdin"] {
        let plan = try await flowform.run(["plan", path] + Self.both, input: input)
        #expect(plan.output.components(separatedBy: "create authentik_flows.flow[slug=piped]").count == 3)
      }
    }
  }

  /// With one target nothing changes, however it is named.
  @Test func oneTargetPrintsAsBefore() async throws {
    try await Self.with { one, _, flowform in
      var alone = flowform
      alone.variables["AUTHENTIK_URL"] = one.url
      try one.write("context: {title: T}\ntargets:\n  staging: {state: staging.json}\n", to: "flowform.yaml")
      for format in ["text", "json", "markdown", "github"] {
        let expected = try await alone("plan", "--state", "staging.json", "--format", format)
        for options in [["--all-targets"], ["--target", "staging", "--target", "staging"]] {
          let plan = try await alone.run(["plan", "--format", format] + options)
          #expect(plan.output == expected.output && plan.error == expected.error)
        }
      }
      #expect(
        try await alone("plan", "--all-targets", "--out", "plan.json").status == 0 && one.exists("plan.json"))
    }
  }

  @Test(arguments: [
    (["--out", "plan.json"], [:], "--out saves the plan of one target"),
    (["--sandbox"], [:], "--sandbox is for one target, and this run has 2"),
    (["--url", "https://a.example"], [:], "--url is for one target"),
    (["--token-file", "token"], [:], "--token-file is for one target"),
    (["--state", "state.json"], [:], "--state is for one target"),
    (["--server-version", "2026.5"], [:], "--server-version is for one target"),
    (
      [], ["AUTHENTIK_URL": "https://a.example"], "AUTHENTIK_URL would win over `url` of the target `staging`"
    ),
    ([], ["FLOWFORM_STATE": "s.json"], "FLOWFORM_STATE would win over `state` of the target `staging`"),
  ])
  func whatIsForOneTargetIsWrongUsage(
    _ options: [String], _ variables: [String: String], _ message: String
  ) async throws {
    try await Self.with { one, two, flowform in
      var flowform = flowform
      flowform.variables.merge(variables) { $1 }
      let plan = try await flowform.run(["plan"] + Self.both + options)
      #expect(plan.status == 64)
      #expect(plan.error.hasPrefix("error: \(message)"), "\(plan.error)")
      #expect(plan.error.split(separator: "\n").count == 1 && plan.output == "")
      #expect(one.reads.isEmpty && two.reads.isEmpty)
    }
  }

  @Test func whatIsNoTargetIsWrongUsage() async throws {
    try await Workspace.with { workspace in
      let none = try await workspace.flowform("plan", "--all-targets")
      #expect(none.status == 64 && none.error.contains("flowform.yaml has no targets"), "\(none.error)")
      try workspace.write("targets: {a: {}, b: {}}\n", to: "flowform.yaml")
      let unknown = try await workspace.flowform("drift", "--target", "a", "--target", "c")
      #expect(unknown.status == 64 && unknown.error.contains("unknown target `c`"), "\(unknown.error)")
      let twice = try await workspace.flowform("drift", "--target", "a", "--all-targets")
      #expect(twice.status == 64 && twice.error.contains("use one"), "\(twice.error)")
    }
  }

  /// What is printed meanwhile names its target.
  @Test func notesNameTheirTarget() async throws {
    try await Self.with { _, _, flowform in
      let plan = try await flowform.run(["plan", "--insecure"] + Self.both)
      #expect(
        plan.error.split(separator: "\n").map { $0.prefix { $0 != ":" } }.sorted() == [
          "production", "staging",
        ],
        "\(plan.error)")
    }
  }
}
