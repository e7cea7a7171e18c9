import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Sandbox
import ServerSupport
import TestSupport
import Testing
import YAML

/// The documentation's pipeline for GitLab. Its scripts run as GitLab's runner runs them.
struct GitLabRecipeTests {
  private static let password = "job-token-canary-3c1d"

  private struct Scene: Sendable {
    let workspace: Workspace
    let server: TeamServer
    let statePort: Int

    /// A pipeline in a checkout of its own.
    func pipeline(_ variables: [String: String], token: String = "sandbox-admin") throws -> GitLabRunner {
      let folder = workspace.folder.appending(path: UUID().uuidString)
      let checkout = folder.appending(path: "checkout")
      let shell = try RecipeShell(in: folder, folder: checkout)
      try FileManager.default.copyItem(
        at: workspace.folder.appending(path: "blueprints"), to: checkout.appending(path: "blueprints"))
      let given = [
        "CI": "true", "GITLAB_CI": "true", "CI_PROJECT_ID": "42", "CI_DEFAULT_BRANCH": "main",
        "CI_API_V4_URL": "http://127.0.0.1:\(statePort)/api/v4", "CI_JOB_TOKEN": password,
        "AUTHENTIK_URL": workspace.url, "AUTHENTIK_TOKEN": token,
      ]
      return GitLabRunner(
        pipeline: try Node.recipe(DocumentationPage.recipe("gitlab")), shell: shell,
        variables: given.merging(variables) { $1 })
    }

    func request() throws -> GitLabRunner {
      try pipeline(["CI_PIPELINE_SOURCE": "merge_request_event"], token: "sandbox-view-only")
    }

    func merge() throws -> GitLabRunner {
      try pipeline(["CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "main"])
    }
  }

  private static func with(_ body: @escaping @Sendable (Scene) async throws -> Void) async throws {
    let server = TeamServer(.gitlab, user: "gitlab-ci-token", password: password)
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(3))
      try await server.withRunning { port in
        try await body(Scene(workspace: workspace, server: server, statePort: port))
      }
    }
  }

  @Test func aMergeRequestShowsItsPlanAndWritesNothing() async throws {
    try await Self.with { scene in
      let pipeline = try scene.request()
      #expect(pipeline.jobs == ["plan"])
      let job = try await pipeline.run("plan")
      #expect(job.finished.status == 0, "\(job.finished.error)")
      #expect(job.artifacts == ["plan.md", "counts.json"])
      let folder = pipeline.shell.folder
      let page = try String(contentsOf: folder.appending(path: "plan.md"), encoding: .utf8)
      #expect(page.contains("### Plan: 3 to create") && job.finished.output.contains(page))
      let counts = try JSONReader.read(
        Array(try Data(contentsOf: folder.appending(path: "counts.json"))))
      #expect(counts["create"] == 3 && counts["update"] == 0 && counts["delete"] == 0)
      #expect(scene.workspace.reads.count { $0 == "/api/v3/admin/version/" } == 1)
      #expect(scene.workspace.writes.isEmpty)
      #expect(scene.server.requests.allSatisfy { $0 == .read } && scene.server.state == nil)
    }
  }

  @Test func aMergeAppliesAndTheNextWritesNothing() async throws {
    try await Self.with { scene in
      let first = try scene.merge()
      #expect(first.jobs == ["apply"])
      let apply = try await first.run("apply")
      #expect(apply.finished.status == 0, "\(apply.finished.error)")
      #expect(apply.artifacts.isEmpty)
      #expect(scene.workspace.writes.count == 3)
      #expect(try scene.server.json["resources"]?.map?.count == 3)
      #expect(scene.server.lock == nil && scene.server.requests.first == .lock)
      scene.workspace.sandbox.requests.reset()
      let state = scene.server.state
      // On another runner, without any files of the first.
      #expect(try await scene.merge().run("apply").finished.status == 0)
      #expect(scene.workspace.writes.isEmpty && scene.server.state == state)
      #expect(try await scene.request().run("plan").finished.output.contains("no changes (3 unchanged)"))
    }
  }

  @Test func aBrokenBlueprintFailsTheMergeRequest() async throws {
    try await Self.with { scene in
      try scene.workspace.write(FlowText.blueprint(FlowText.flow("!Nonsense a")))
      let pipeline = try scene.request()
      let job = try await pipeline.run("plan")
      #expect(job.finished.status == 1)
      #expect(job.finished.error.contains("blueprints/flows.yaml:5:13: error: "), "\(job.finished.error)")
      #expect(scene.workspace.sandbox.requests.entries.isEmpty)
    }
  }

  /// If there is no plan, the reason is in the place of the plan.
  @Test func whatOnlyTheServerKnowsIsSaidToTheMergeRequest() async throws {
    try await Self.with { scene in
      try scene.workspace.write(
        """
        version: 1
        entries:
          - model: authentik_providers_oauth2.oauth2provider
            identifiers: {name: shop}
            attrs:
              redirect_uris: []
              invalidation_flow: !Find [authentik_flows.flow, [slug, none]]
              authorization_flow: !Find [authentik_flows.flow, [slug, none]]
        """)
      let pipeline = try scene.request()
      let job = try await pipeline.run("plan")
      #expect(job.finished.status == 1 && job.artifacts == ["plan.md"], "\(job.finished.error)")
      let page = try String(contentsOf: pipeline.shell.folder.appending(path: "plan.md"), encoding: .utf8)
      #expect(page.contains("there is no authentik_flows.flow with slug=none"), "\(page)")
    }
  }

  /// A pipe must not hide that the plan failed.
  @Test(arguments: [("AUTHENTIK_TOKEN", "nonsense", 3), ("CI_JOB_TOKEN", "nonsense", 1)])
  func aPlanThatCannotBeMadeFailsTheMergeRequest(
    _ name: String, _ value: String, _ status: Int32
  ) async throws {
    try await Self.with { scene in
      let pipeline = try scene.pipeline(["CI_PIPELINE_SOURCE": "merge_request_event", name: value])
      let job = try await pipeline.run("plan")
      #expect(job.finished.status == status, "\(job.finished.error)")
    }
  }

  /// A state that could not be saved is kept, and the next run folds it in once it is put back.
  @Test func aStateThatCannotBeSavedIsAnArtifact() async throws {
    try await Self.with { scene in
      scene.server.always(.write, .status(413))
      let first = try scene.merge()
      let failed = try await first.run("apply")
      #expect(failed.finished.status == 1)
      #expect(failed.artifacts == [".flowform/remote"])
      scene.server.always(.write, nil)
      let next = try scene.merge()
      try FileManager.default.copyItem(
        at: first.shell.folder.appending(path: ".flowform"),
        to: next.shell.folder.appending(path: ".flowform"))
      scene.workspace.sandbox.requests.reset()
      #expect(try await next.run("apply").finished.status == 0)
      #expect(scene.workspace.writes.isEmpty)
      let origins = try scene.server.json["resources"]?.map?.values.map { $0["origin"] ?? .null } ?? []
      #expect(origins == ["created", "created", "created"])
    }
  }

  @Test func oneApplyAtATimeAndNoSecretInTheFile() throws {
    let pipeline = try Node.recipe(DocumentationPage.recipe("gitlab"))
    #expect(pipeline["apply", "resource_group"]?.text == "authentik")
    #expect(pipeline["apply", "environment"]?.text == "production")
    // The image's entry point is flowform, but the runner needs a shell.
    #expect(pipeline["default", "image", "entrypoint"]?.list == [""])
    let variables = try #require(pipeline["variables"]?.texts)
    #expect(variables["AUTHENTIK_TOKEN"] == nil)
    #expect(variables["FLOWFORM_STATE_PASSWORD"] == "${CI_JOB_TOKEN}")
  }
}
