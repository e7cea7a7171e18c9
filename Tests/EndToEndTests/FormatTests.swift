import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Sandbox
import TestSupport
import Testing

/// Every output format, from the command line.
struct FormatTests {
  private static let edited = FlowText.blueprint(
    FlowText.flow("kept"), FlowText.flow("changed", title: "New", more: ["titel: Typo"]),
    FlowText.flow("made"))

  private func prepare(_ workspace: Workspace) async throws {
    try workspace.write(FlowText.blueprint(FlowText.flow("kept"), FlowText.flow("changed", title: "Old")))
    _ = try await workspace.flowform("apply", "--yes")
    try workspace.write(Self.edited)
  }

  @Test(arguments: ["text", "json", "markdown", "html", "github"])
  func aPlanEndsTheSameInEach(format: String) async throws {
    try await Workspace.with { workspace in
      try await prepare(workspace)
      let plan = try await workspace.flowform("plan", "--detailed-exitcode", "--format", format)
      #expect(plan.status == 2)
      #expect(plan.output.contains("made"), "\(plan.output)")
      try workspace.write("version: 2\n")
      let wrong = try await workspace.flowform("plan", "--detailed-exitcode", "--format", format)
      #expect(wrong.status == 1)
      #expect((wrong.output + wrong.error).contains("expected 1"))
      try workspace.write(FlowText.blueprint(FlowText.flow("kept")))
      #expect(try await workspace.flowform("plan", "--detailed-exitcode", "--format", format).status == 0)
    }
  }

  @Test(arguments: ["text", "json", "markdown", "html", "github", "sarif"])
  func aValidationEndsTheSameInEach(format: String) async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.edited)
      #expect(try await workspace.flowform("validate", "--format", format).status == 0)
      let strict = try await workspace.flowform("validate", "--strict", "--format", format)
      #expect(strict.status == 1)
      // The output for programs and the annotations are on standard output.
      #expect((format == "text" ? strict.error : strict.output).contains("titel"), "\(strict.output)")
      // A page that is sent to a file does not show why the command failed.
      if format == "html" {
        #expect(strict.error.contains("error: "))
      } else if format != "text" {
        #expect(strict.error == "")
      }
    }
  }

  @Test(arguments: [
    ("plan", "sarif", "text, json, markdown, html, github"), ("apply", "sarif", "text, json, github"),
    ("apply", "markdown", "text, json, github"), ("apply", "html", "text, json, github"),
    ("drift", "markdown", "text, json"),
  ])
  func whatACommandDoesNotPrintIsWrongUsage(command: String, format: String, known: String) async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.edited)
      workspace.sandbox.requests.reset()
      let run = try await workspace.flowform(command, "--format", format)
      #expect(run.status == 64)
      #expect(run.error.contains("--format takes one of \(known)\n"), "\(run.error)")
      #expect(workspace.reads.isEmpty)
    }
  }

  @Test func gitHubGetsAnnotationsAndASummary() async throws {
    try await Workspace.with { workspace in
      try await prepare(workspace)
      try workspace.write("before\n", to: "summary.md")
      var flowform = workspace.flowform
      flowform.variables["GITHUB_STEP_SUMMARY"] = workspace.folder.appending(path: "summary.md").path
      let plan = try await flowform("plan", "--format", "github")
      #expect(plan.status == 0)
      #expect(plan.output.hasPrefix("::warning file=blueprints/flows.yaml,line="), "\(plan.output)")
      #expect(plan.output.contains("+ create authentik_flows.flow[slug=made]"))
      let summary = try workspace.read("summary.md")
      #expect(summary.hasPrefix("before\n<!-- flowform -->\n### Plan: 1 to create, 1 to update, 0 to delete"))
      #expect(summary.contains("titel"))

      let apply = try await flowform("apply", "--yes", "--format", "github")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(apply.output.contains("Applied: 1 created, 1 updated"))
      #expect(try workspace.read("summary.md").contains("### Applied: 1 created, 1 updated"))
      #expect(try await flowform("plan", "--detailed-exitcode").status == 0)

      flowform.variables["GITHUB_STEP_SUMMARY"] = workspace.folder.appending(path: "no/such/file").path
      let unwritable = try await flowform("plan", "--format", "github")
      #expect(unwritable.status == 0)
      #expect(unwritable.error.contains("summary of the job cannot be written"))
    }
  }

  /// A plan of the shipped login as a new user sees it, and for a pull request.
  @Test(arguments: [("text", "C"), ("text", "C.UTF-8"), ("markdown", "C")])
  func theLoginReadsWell(format: String, locale: String) async throws {
    try await Workspace.with { workspace in
      try workspace.write(try ProjectFiles.text("blueprints/login.yaml"), to: "blueprints/login.yaml")
      var flowform = workspace.flowform
      flowform.variables["LC_ALL"] = locale
      let plan = try await flowform("plan", "-q", "--format", format)
      #expect(plan.error == "")
      let port = String(workspace.port)
      Snapshot.expect(plan.output.replacing(port, with: "PORT"), "login-\(format)-\(locale)")
    }
  }

  @Test(arguments: ["text", "json", "markdown", "html", "github"])
  func noFormatShowsASecret(format: String) async throws {
    try await Workspace.with { workspace in
      try workspace.write(
        """
        version: 1
        entries:
          - model: authentik_core.user
            identifiers: {username: robot}
            attrs: {name: Robot, password: canary-1}
          - model: authentik_stages_captcha.captchastage
            identifiers: {name: captcha}
            attrs: {public_key: shown, private_key: canary-2}
        """)
      var flowform = workspace.flowform
      flowform.variables["GITHUB_STEP_SUMMARY"] = workspace.folder.appending(path: "summary.md").path
      let plan = try await flowform("plan", "-v", "--out", "plan.json", "--format", format)
      #expect(plan.output.contains("robot"))
      #expect(!(plan.output + plan.error).contains("canary"), "\(plan.output)")
      #expect(try !workspace.read("plan.json").contains("canary"))
      if format == "github" { #expect(try !workspace.read("summary.md").contains("canary")) }
    }
  }
}
