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
