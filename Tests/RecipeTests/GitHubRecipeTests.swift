import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import TestSupport
import Testing
import YAML

/// The documentation's workflow for GitHub. Its scripts run as GitHub's runner runs them.
struct GitHubRecipeTests {
  /// A repository with a branch for the state, and the server for its blueprints.
  private struct Scene: Sendable {
    let workspace: Workspace
    let shell: RecipeShell
    let remote: URL
    /// A script that the shell with flowform runs after an apply.
    var afterwards = ""

    static func with(_ body: @escaping @Sendable (Scene) async throws -> Void) async throws {
      try await Workspace.with { workspace in
        let remote = workspace.folder.appending(path: "remote.git")
        let identity = ["AUTHOR", "COMMITTER"].flatMap { who in
          [("GIT_\(who)_NAME", "Ada"), ("GIT_\(who)_EMAIL", "ada@example.com")]
        }
        let shell = try RecipeShell(
          in: workspace.folder, folder: workspace.folder.appending(path: "checkout"),
          variables: Dictionary(uniqueKeysWithValues: identity))
        try await shell.prepare(
          "git init -q --bare -b main '\(remote.path)' && git init -q -b main . && git remote add origin '\(remote.path)'"
        )
        try await shell.prepare(try DocumentationPage.recipe("github-state"))
        try await body(Scene(workspace: workspace, shell: shell, remote: remote))
      }
    }

    /// Commits blueprints to a branch.
    func push(_ blueprint: String, to branch: String = "main") async throws {
      try workspace.write(blueprint, to: "checkout/blueprints/flows.yaml")
      try await shell.prepare(
        "git checkout -q -B \(branch) && git add . && git commit -q --allow-empty -m change && git push -q -f origin \(branch)"
      )
    }

    func runner(_ event: String, branch: String, isFork: Bool = false, token: String = "sandbox-admin") throws
      -> GitHubRunner
    {
      GitHubRunner(
        workflow: try Node.recipe(DocumentationPage.recipe("github")), remote: remote,
        folder: workspace.folder.appending(path: UUID().uuidString),
        contexts: [
          "github.event_name": event, "github.ref": "refs/heads/\(branch)", "github.ref_name": branch,
          "github.sha": "1f0c", "github.token": isFork ? "" : "job-token",
          "github.event.pull_request.number": event == "push" ? "" : "7",
          "github.event.pull_request.head.repo.fork": isFork ? "true" : event == "push" ? "" : "false",
          "vars.AUTHENTIK_URL": workspace.url, "secrets.AUTHENTIK_TOKEN": token,
          "secrets.AUTHENTIK_PLAN_TOKEN": isFork ? "" : "sandbox-view-only",
        ])
    }

    /// Runs a job with the programs of GitHub's runner, besides git.
    func run(_ job: String, _ runner: GitHubRunner) async throws -> GitHubRunner.Job? {
      let image = try #require(runner.workflow["env", "FLOWFORM_IMAGE"]?.text)
      let program = try #require(try Dockerfile(DocumentationPage.recipe("docker")).program)
      return try await runner.run(job) { shell in
        try shell.replace(
          "docker",
          by: """
            [ "$*" = "run --rm --entrypoint cat \(image) \(program)" ] || exit 125
            cat <<'END'
            #!/bin/sh
            '\(FlowformProcess.flowform)' "$@" || exit
            [ "$1" != apply ] || { \(afterwards.isEmpty ? ":" : afterwards); }
            END
            """)
        try shell.replace(
          "gh",
          by: """
            [ -n "$GH_TOKEN" ] || exit 4
            while [ "$#" -gt 1 ]; do [ "$1" = --body-file ] && cat "$2" > '\(shell.tools.path)/comment.md'; shift; done
            """)
      }
    }

    /// A push to main: the plan and its apply.
    func merge(token: String = "sandbox-admin", between: () async throws -> Void = {}) async throws
      -> (plan: GitHubRunner.Job, apply: GitHubRunner.Job)
    {
      let runner = try runner("push", branch: "main", token: token)
      let plan = try #require(try await run("plan", runner))
      try await between()
      return (plan, try #require(try await run("apply", runner)))
    }

    func request(isFork: Bool = false) async throws -> GitHubRunner.Job {
      let runner = try runner("pull_request", branch: "change", isFork: isFork)
      #expect(try await run("apply", runner) == nil)
      return try #require(try await run("plan", runner))
    }

    func comment(_ job: GitHubRunner.Job) throws -> String {
      try String(contentsOf: job.shell.tools.appending(path: "comment.md"), encoding: .utf8)
    }

    /// The number of commits on the state's branch, and the state.
    func kept() async throws -> (commits: Int?, state: Value) {
      let commits = try await shell("git -C '\(remote.path)' rev-list --count flowform-state").output
      let state = try await shell("git -C '\(remote.path)' show flowform-state:flowform.state.json")
      return (Int(commits.dropLast()), state.status == 0 ? try JSONReader.read(state.output) : .null)
    }
  }

  @Test func aPullRequestShowsItsPlanAndWritesNothing() async throws {
    try await Scene.with { scene in
      try await scene.push(FlowText.many(3), to: "change")
      let job = try await scene.request()
      #expect(!job.hasFailed, "\(job.log)")
      #expect(job.steps.suffix(4) == ["Install flowform", "Validate", "Plan", "Comment"])
      #expect(job.log.contains("3 to create") && job.summary.contains("### Plan: 3 to create"))
      #expect(try scene.comment(job).hasPrefix("<!-- flowform -->\n### Plan: 3 to create"))
      // The comment is the saved plan, which was made once.
      #expect(job.summary.contains(try scene.comment(job)))
      #expect(scene.workspace.reads.count { $0 == "/api/v3/admin/version/" } == 1)
      #expect(
        job.shell.calls("gh") == ["pr comment 7 --edit-last --create-if-none --body-file comment.md"])
      #expect(scene.workspace.writes.isEmpty)
      let kept = try await scene.kept()
      #expect(kept.commits == 1 && kept.state == .null)
    }
  }

  @Test func aBrokenBlueprintIsAnnotatedAndFails() async throws {
    try await Scene.with { scene in
      try await scene.push(FlowText.blueprint(FlowText.flow("!Nonsense a")), to: "change")
      let job = try await scene.request()
      #expect(job.hasFailed)
      #expect(job.log.contains("::error file=blueprints/flows.yaml,line=5,col=13::"), "\(job.log)")
      #expect(job.steps.last == "Comment" && !job.steps.contains("Plan"))
      #expect(try scene.comment(job).contains("### Nothing was planned"))
    }
  }

  @Test func aForkIsValidatedWithoutAnySecret() async throws {
    try await Scene.with { scene in
      try await scene.push(FlowText.many(1), to: "change")
      let job = try await scene.request(isFork: true)
      #expect(!job.hasFailed && job.steps.last == "Validate", "\(job.log)")
      #expect(scene.workspace.sandbox.requests.entries.isEmpty && job.shell.calls("gh").isEmpty)
    }
  }

  @Test func aMergeAppliesAndTheNextWritesNothing() async throws {
    try await Scene.with { scene in
      try await scene.push(FlowText.many(3))
      let first = try await scene.merge()
      #expect(!first.plan.hasFailed && !first.apply.hasFailed, "\(first.plan.log)\(first.apply.log)")
      #expect(!first.plan.steps.contains("Comment"))
      #expect(scene.workspace.writes.count == 3)
      #expect(first.apply.summary.contains("3 created"), "\(first.apply.summary)")
      let kept = try await scene.kept()
      #expect(kept.commits == 2 && kept.state["resources"]?.map?.count == 3)
      scene.workspace.sandbox.requests.reset()
      try await scene.push(FlowText.many(3))
      let second = try await scene.merge()
      #expect(!second.plan.hasFailed && !second.apply.hasFailed, "\(second.apply.log)")
      #expect(scene.workspace.writes.isEmpty)
      #expect(try await scene.kept().commits == 2)
    }
  }

  /// The plan that was shown is the plan that is applied.
  @Test func aPlanThatIsStaleIsNotApplied() async throws {
    try await Scene.with { scene in
      try await scene.push(FlowText.many(2))
      _ = try await scene.merge()
      try await scene.push(FlowText.many(2).replacing("Flow number", with: "Number"))
      let (_, apply) = try await scene.merge {
        try await scene.workspace.patch("flow-1", ["title": "By hand"])
        scene.workspace.sandbox.requests.reset()
      }
      #expect(apply.hasFailed && apply.log.contains("is stale"), "\(apply.log)")
      #expect(scene.workspace.writes.isEmpty)
      let again = try await scene.merge()
      #expect(!again.apply.hasFailed, "\(again.apply.log)")
      #expect(try await scene.workspace.flow("flow-1")["title"] == "Number 1")
    }
  }

  @Test func whatAFailedApplyDidIsKept() async throws {
    try await Scene.with { scene in
      // A provider that only the server refuses, after a flow that it accepts.
      try await scene.push(
        FlowText.blueprint(FlowText.flow("made", id: "made")) + """
            - model: authentik_providers_proxy.proxyprovider
              identifiers: {name: refused}
              attrs: {authorization_flow: !KeyOf made, invalidation_flow: !KeyOf made, external_host: "https://a.example.com"}

          """)
      let failed = try await scene.merge().apply
      #expect(failed.hasFailed && failed.log.contains("::error file="), "\(failed.log)")
      #expect(failed.steps.last == "Keep the state")
      #expect(try await scene.kept().state["resources"]?.map?.count == 1)
      try await scene.push(FlowText.blueprint(FlowText.flow("made")))
      scene.workspace.sandbox.requests.reset()
      #expect(try await !scene.merge().apply.hasFailed)
      #expect(scene.workspace.writes.isEmpty)
    }
  }

  /// A killed run leaves its lock behind. No later run of the workflow sees it.
  @Test func theLockOfAKilledRunIsNotKept() async throws {
    try await Scene.with { scene in
      var scene = scene
      try await scene.push(FlowText.many(1))
      scene.afterwards = "echo held > state/flowform.state.json.lock; kill -9 $$"
      let killed = try await scene.merge().apply
      #expect(killed.hasFailed && killed.steps.last == "Keep the state", "\(killed.log)")
      let files = try await scene.shell("git -C '\(scene.remote.path)' ls-tree --name-only flowform-state")
      #expect(files.output == "flowform.state.json\n")
      scene.afterwards = ""
      scene.workspace.sandbox.requests.reset()
      let next = try await scene.merge().apply
      #expect(!next.hasFailed && scene.workspace.writes.isEmpty, "\(next.log)")
    }
  }

  @Test func eachJobMayDoWhatItNeeds() async throws {
    let workflow = try Node.recipe(DocumentationPage.recipe("github"))
    #expect(workflow["permissions"]?.texts == [:])
    #expect(workflow["jobs", "plan", "permissions"]?.texts == ["contents": "read", "pull-requests": "write"])
    #expect(workflow["jobs", "apply", "permissions"]?.texts == ["contents": "write"])
    #expect(workflow["jobs", "apply", "environment"]?.text == "production")
    #expect(workflow["jobs", "apply", "needs"]?.text == "plan")
    let steps = workflow["jobs"]?.pairs.flatMap { $0.value["steps"]?.items ?? [] } ?? []
    #expect(steps.count == 13)
    // Only the checkout that pushes the state keeps its credentials.
    let persistent = steps.filter {
      $0["uses"]?.text?.contains("checkout") == true && $0["with", "persist-credentials"]?.text != "false"
    }
    #expect(persistent.map { $0["with", "path"]?.text } == ["state"])
    // Secrets come only from an environment, and no script contains parts of an event.
    #expect(steps.allSatisfy { $0["run"]?.text?.contains("${{") != true })
    #expect(workflow["env"]?.texts.values.contains { $0.contains("secrets.") } == false)
    let actions = steps.compactMap { $0["uses"]?.text }
    #expect(actions.allSatisfy { $0.contains(#/^actions\/[a-z-]+@v\d+$/#) }, "\(actions)")
  }

  /// Runs of main wait for one another, and none of them is cancelled.
  @Test(arguments: [("push", "main", "false"), ("pull_request", "change", "true")])
  func runsWaitForEachOther(_ event: String, _ branch: String, _ isCancelled: String) async throws {
    try await Scene.with { scene in
      let runner = try scene.runner(event, branch: branch)
      let expression = GitHubExpression(contexts: runner.contexts)
      let concurrency = try #require(runner.workflow["concurrency"]?.texts).mapValues { $0 }
      #expect(try expression.interpolated(concurrency["group"] ?? "") == "flowform-refs/heads/\(branch)")
      #expect(try expression.interpolated(concurrency["cancel-in-progress"] ?? "") == isCancelled)
    }
  }
}
