import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Sandbox
import Testing

/// A saved plan is shown as it was printed when it was made.
struct ShowCommandTests {
  private static let variables = [
    "DOOR": "open-sesame-canary", "ONE": "1", "TWO": "2", "LANG": "C.UTF-8",
  ]

  private static let deleted = (0..<5).map { "deleted-\($0)" }

  /// What is applied before the plan.
  private static let before =
    FlowText.blueprint(
      (["kept", "drifted", "gone", "left", "going"] + deleted).map { FlowText.flow($0) }
        + [FlowText.flow("changed", title: "Old")])
      + """
        - model: authentik_core.group
          identifiers: {name: Edited}
          attrs: {attributes: {"odd[key.x": 1}}
        - model: authentik_policies_expression.expressionpolicy
          identifiers: {name: lines}
          attrs: {expression: "a = 1\\nreturn a\\n"}
        - model: authentik_brands.brand
          identifiers: {domain: named}
          attrs: {flow_authentication: !Find [authentik_flows.flow, [slug, kept]]}

      """

  /// Every kind of change, and everything that is printed beside them.
  private static let after =
    FlowText.blueprint(
      [
        FlowText.flow("kept"), FlowText.flow("drifted"), FlowText.flow("mine"),
        FlowText.flow("changed", title: "New", more: ["titel: Typo"]),
        FlowText.flow("made", id: "made", more: ["layout: stacked"]),
        FlowText.flow("unwanted") + "    conditions: [false]\n",
      ] + (["going"] + deleted).map { FlowText.flow($0, state: "absent") })
      + """
        - model: authentik_core.group
          identifiers: {name: Edited}
          attrs: {attributes: {"odd[key.x": 2}}
        - model: authentik_core.group
          identifiers: {name: Literal}
          attrs: {attributes: {secret: true}}
        - model: authentik_core.group
          identifiers: {name: Door}
          attrs: {attributes: {door: !Env DOOR, number: 1.50, stage: !Format ["%s!", !KeyOf first]}}
        - model: authentik_policies_expression.expressionpolicy
          identifiers: {name: lines}
          attrs: {expression: "a = 2\\nreturn a\\n"}
        - model: authentik_brands.brand
          identifiers: {domain: named}
          attrs: {flow_authentication: !Find [authentik_flows.flow, [slug, changed]]}
        - model: authentik_core.user
          identifiers: {username: robot}
          attrs: {name: !Env DOOR, password: password-canary}
        - model: authentik_stages_captcha.captchastage
          id: second
          identifiers: {name: second}
          attrs: {public_key: shown, private_key: key-canary}
        - model: authentik_stages_dummy.dummystage
          id: first
          identifiers: {name: first}
        - model: authentik_flows.flowstagebinding
          identifiers: {target: !KeyOf made, stage: !KeyOf second}
          attrs: {order: !Env TWO}
        - model: authentik_flows.flowstagebinding
          identifiers: {target: !KeyOf made, stage: !KeyOf first}
          attrs: {order: !Env ONE}

      """

  private static let labelled = """
    version: 1
    metadata: {name: off, labels: {blueprints.goauthentik.io/instantiate: "false"}}
    entries: []

    """

  private static func with(
    _ body: @escaping @Sendable (Workspace, FlowformProcess) async throws -> Void
  ) async throws {
    try await Workspace.with { workspace in
      var flowform = workspace.flowform
      flowform.variables.merge(variables) { $1 }
      flowform.variables["GITHUB_STEP_SUMMARY"] = workspace.folder.appending(path: "summary.md").path
      try workspace.write(before)
      let apply = try await flowform("apply", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      try await workspace.patch("drifted", ["title": "By hand"])
      try await workspace.delete("gone")
      try await workspace.create([
        "slug": "mine", "name": "Name of mine", "title": "T", "designation": "authentication",
      ])
      let going = try await workspace.flow("going")["pk"] ?? .null
      let stage = try await workspace.add(["name": "bound"], to: "/stages/dummy/")
      try await workspace.add(
        ["target": going, "stage": stage["pk"] ?? .null, "order": 0], to: "/flows/bindings/")
      try await workspace.add(
        ["domain": "default", "default": true, "flow_authentication": going], to: "/core/brands/")
      try workspace.write(after)
      try workspace.write(labelled, to: "blueprints/off.yaml")
      workspace.sandbox.requests.reset()
      try await body(workspace, flowform)
    }
  }

  @Test(
    arguments: ["text", "json", "markdown", "html", "github"],
    [[], ["--verbose"], ["--quiet", "--no-color"]])
  func printsWhatThePlanPrinted(_ format: String, _ options: [String]) async throws {
    try await Self.with { workspace, flowform in
      let options = ["--format", format] + options
      let plan = try await flowform.run(["plan", "--out", "plan.json", "--detailed-exitcode"] + options)
      #expect(plan.status == 2, "\(plan.error)")
      let summary = format == "github" ? try workspace.read("summary.md") : ""
      try? workspace.remove("summary.md")
      let reads = workspace.reads.count
      let show = try await flowform.run(["show", "plan.json", "--detailed-exitcode"] + options)
      #expect(show.status == 2)
      #expect(show.output == plan.output)
      #expect(show.error == plan.error)
      if format == "github" { #expect(try workspace.read("summary.md") == summary) }
      #expect(workspace.reads.count == reads && workspace.writes.isEmpty)
      #expect(try await flowform.run(["show", "plan.json"] + options).status == 0)
      for text in [show.output, show.error, summary, try workspace.read("plan.json")] {
        #expect(!text.contains("canary"), "\(text)")
      }
    }
  }

  /// If this plan lacked something, the other test would compare nothing.
  @Test func thePlanHasEverything() async throws {
    try await Self.with { workspace, flowform in
      let plan = try await flowform("plan", "--out", "plan.json")
      for text in [
        "create authentik_flows.flow[slug=made]", "\"Old\" → \"New\"", "(changed outside)", "by cascade: ",
        "delete authentik_flows.flow[slug=going]", "adopt authentik_flows.flow[slug=mine]", "skip ",
        "(secret)",
        "(known after apply)", "(key of ", "flow[slug=kept] → flow[slug=changed]", "[slug=left]",
        "Not shown: 1 field", "{\"odd[key.x\":2}", "{\"secret\":true}", "a = 2", "changed outside; ",
      ] {
        #expect(plan.output.contains(text), "\(text) is not in \(plan.output)")
      }
      for text in [
        "[slug=gone] is gone", "titel", "apply refuses this: the plan deletes 7 objects", "default brand",
        "1 file is left out by the label", " | ",
      ] {
        #expect(plan.error.contains(text), "\(text) is not in \(plan.error)")
      }
    }
  }

  /// An apply has its own limits, whatever the plan's guards said.
  @Test func whatIsShownIsWhatIsApplied() async throws {
    try await Self.with { workspace, flowform in
      #expect(try await flowform("plan", "--out", "plan.json").status == 0)
      let refused = try await flowform("apply", "--yes", "--plan", "plan.json", "--max-deletes", "7")
      #expect(refused.status == 1 && refused.error.contains("--allow-lockout"), "\(refused.error)")
      #expect(!refused.error.contains("apply refuses this"), "\(refused.error)")
      let apply = try await flowform(
        "apply", "--yes", "--plan", "plan.json", "--max-deletes", "7", "--allow-lockout")
      #expect(apply.status == 0, "\(apply.error)")
      workspace.sandbox.requests.reset()
      #expect(try await flowform("apply", "--yes").status == 0)
      #expect(workspace.writes.isEmpty)
    }
  }

  /// Lines are quoted only from files that are as the plan read them.
  @Test func linesOfOtherFilesAreNotQuoted() async throws {
    try await Self.with { workspace, flowform in
      let plan = try await flowform("plan", "--out", "plan.json")
      let unquoted = plan.error.split(separator: "\n").filter { !$0.hasPrefix("  ") }
      try workspace.write(Self.after.replacing("Typo", with: "Another"))
      let edited = try await flowform("show", "plan.json")
      #expect(edited.output == plan.output)
      #expect(edited.error.split(separator: "\n") == unquoted, "\(edited.error)")
      try workspace.remove("blueprints")
      #expect(try await flowform("show", "plan.json").error == edited.error)
      // A pipe in the place of the file is not read.
      try workspace.write("", to: "blueprints/other.yaml")
      #expect(mkfifo(workspace.folder.appending(path: "blueprints/flows.yaml").path, 0o600) == 0)
      #expect(try await flowform("show", "plan.json").error == edited.error)
    }
  }

  /// Plans of earlier versions have neither guards nor skipped files.
  @Test func showsAPlanOfAnEarlierVersion() async throws {
    try await Self.with { workspace, flowform in
      let plan = try await flowform("plan", "--out", "plan.json")
      guard case .map(var document) = try workspace.json("plan.json") else {
        Issue.record("the plan is no object")
        return
      }
      for key in ["guardFindings", "skippedFiles"] { #expect(document.removeValue(forKey: key) != nil) }
      try workspace.write(JSONWriter.write(.map(document)), to: "plan.json")
      let show = try await flowform("show", "plan.json")
      #expect(show.status == 0 && show.output == plan.output, "\(show.error)")
      #expect(!show.error.contains("apply refuses this") && show.error.contains("titel"), "\(show.error)")
    }
  }

  @Test(arguments: [
    (["no.json"], 1, "the plan no.json cannot be read; save one with `flowform plan --out no.json`"),
    (["bad.json"], 1, "bad.json is not a saved plan: "),
    (["bad.json", "--format", "sarif"], 64, "--format takes one of text, json, markdown, html, github"),
    ([], 64, "Missing expected argument '<plan>'"),
  ])
  func whatIsNoPlanIsRefused(_ arguments: [String], _ status: Int32, _ message: String) async throws {
    try await Workspace.with { workspace in
      try workspace.write("{", to: "bad.json")
      let show = try await workspace.flowform.run(["show"] + arguments)
      #expect(show.status == status)
      #expect(show.error.contains(message), "\(show.error)")
    }
  }
}
