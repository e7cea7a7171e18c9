import EndToEndSupport
import Foundation
import Sandbox
import Subprocess
import TestSupport
import Testing

/// Pictures of flows, and the HTML page for pipelines.
struct GraphCommandTests {
  @Test func drawsTheExamplesWithoutAServer() async throws {
    try await Workspace.with { workspace in
      let folder = ProjectRoot.url.appending(path: "blueprints").path
      let mermaid = try await workspace.flowform("graph", folder)
      #expect(mermaid.status == 0, "\(mermaid.error)")
      #expect(mermaid.output.contains("20 · password<br/>acme-login-password"), "\(mermaid.output)")
      #expect(workspace.sandbox.requests.entries.isEmpty)
      let svg = try await workspace.flowform("graph", folder, "--format", "svg", "--out", "flows.svg")
      #expect(svg.status == 0 && svg.output.isEmpty)
      #expect(try workspace.read("flows.svg").hasPrefix("<svg "))
    }
  }

  /// Warnings are on the page, with or without a plan, and once.
  @Test(arguments: [false, true]) func thePageHasTheWarnings(withPlan: Bool) async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.blueprint(FlowText.flow("login", more: ["nmae: x"])))
      #expect(try await workspace.flowform("plan", "--out", "plan.json").status == 0)
      let page = try await workspace.flowform.run(
        ["graph", "--format", "html"] + (withPlan ? ["--plan", "plan.json"] : []))
      #expect(page.status == 0, "\(page.error)")
      #expect(page.output.ranges(of: "<code>blueprints/flows.yaml:").count == 1, "\(page.output)")
      #expect(page.output.contains("did you mean <code>name</code>"), "\(page.output)")
    }
  }

  /// A real browser shows the content of the page.
  @Test func thePageOpensInABrowser() async throws {
    try await Workspace.with { workspace in
      let folder = ProjectRoot.url.appending(path: "blueprints").path
      #expect(try await workspace.flowform("plan", folder, "--out", "plan.json").status == 0)
      let page = try await workspace.flowform(
        "graph", "--plan", "plan.json", "--format", "html", "--out", "flows.html")
      #expect(page.status == 0, "\(page.error)")
      let shown = try await Subprocess.run(
        .name("chromium"),
        arguments: [
          "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
          "--user-data-dir=\(workspace.folder.path)/profile",
          "--virtual-time-budget=1000", "--dump-dom", "file://\(workspace.folder.path)/flows.html",
        ], output: .string(limit: 1 << 22), error: .string(limit: 1 << 20))
      #expect(shown.terminationStatus.isSuccess, "\(shown.standardError)")
      let document = shown.standardOutput
      #expect(document.contains("<h1>Plan for"))
      #expect(document.contains("acme-login-identification</text>"))
      #expect(document.contains("\"Welcome to Acme\""))
      // The page has a policy that forbids everything that needs another file or a script.
      #expect(!shown.standardError.contains(":CONSOLE:"), "\(shown.standardError)")
    }
  }
}
