import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Sandbox
import TestSupport
import Testing
import YAML

/// The action for GitHub's workflows. Its scripts run as GitHub's runner runs them.
struct GitHubActionTests {
  /// A repository that uses the action, the releases of flowform, and the server for its blueprints.
  private struct Scene: Sendable {
    let workspace: Workspace
    /// In the repository.
    let shell: RecipeShell
    /// What `gh release download` puts beside the package instead of the true checksum.
    var checksum: String?

    static func with(_ body: @escaping @Sendable (Scene) async throws -> Void) async throws {
      try await Workspace.with { workspace in
        let remote = workspace.folder.appending(path: "remote")
        let shell = try RecipeShell(in: workspace.folder, folder: remote)
        try await shell.prepare("git init -q -b main .")
        let scene = Scene(workspace: workspace, shell: shell)
        try await scene.commit(FlowText.many(3))
        try await body(scene)
      }
    }

    func commit(_ blueprint: String) async throws {
      try workspace.write(blueprint, to: "remote/blueprints/flows.yaml")
      try await shell.prepare(
        "git add . && git -c user.name=Ada -c user.email=ada@example.com commit -qm change")
    }

    /// Runs a job that checks out the repository, and then calls the action once for each of `calls`.
    func run(_ calls: [[String: String]], in environment: [String: String] = [:]) async throws
      -> GitHubRunner.Job
    {
      let steps = calls.enumerated().map { position, with in
        """
              - uses: OWNER/flowform/.github/actions/flowform@v0.1.0
                id: call\(position)
                if: ${{ always() }}
                with: \(Self.json(with))
        """
      }
      let workflow = """
        env: \(Self.json(environment))
        jobs:
          flowform:
            steps:
              - uses: actions/checkout@v4
        \(steps.joined(separator: "\n"))
        """
      return try await run(workflow, "flowform")
    }

    func run(_ workflow: String, _ job: String) async throws -> GitHubRunner.Job {
      let runner = GitHubRunner(
        workflow: try Node.recipe(workflow), remote: shell.folder,
        folder: workspace.folder.appending(path: UUID().uuidString),
        contexts: [
          "github.event_name": "pull_request", "github.ref": "refs/heads/main", "github.ref_name": "main",
          "github.token": "job-token", "github.repository": "OWNER/configuration",
          "github.action_repository": "OWNER/flowform", "github.server_url": "https://github.com",
          "github.run_id": "12", "github.event.pull_request.number": "7",
          "secrets.AUTHENTIK_PLAN_TOKEN": "sandbox-view-only",
        ])
      return try #require(try await runner.run(job, prepare: replaceGitHub))
    }

    private static func json(_ texts: [String: String]) -> String {
      JSONWriter.write(.map(OrderedDictionary(uniqueKeysWithValues: texts.map { ($0, .string($1)) })))
    }

    /// `gh` with a release, whose package has the built flowform.
    private func replaceGitHub(_ shell: RecipeShell) throws {
      let package = workspace.folder.appending(path: "package")
      try workspace.write(
        "Package: flowform\nVersion: 0.1.0\nArchitecture: amd64\nMaintainer: Ada <ada@example.com>\nDescription: x\n",
        to: "package/DEBIAN/control")
      try workspace.write(
        "#!/bin/sh\nexec '\(FlowformProcess.flowform)' \"$@\"\n", to: "package/usr/bin/flowform")
      let sum = checksum.map { "echo '\($0)  '$name > SHA256SUMS" } ?? "sha256sum $name > SHA256SUMS"
      try shell.replace(
        "gh",
        by: """
          [ "$GH_TOKEN" = job-token ] || exit 4
          case "$1 $2" in
            "release download")
              [ "$3 $4 $5" = "v0.1.0 --repo OWNER/flowform" ] || exit 1
              while [ "$1" != --dir ]; do shift; done
              cd "$2"
              name=flowform_0.1.0_amd64.deb
              chmod 755 '\(package.path)/usr/bin/flowform'
              dpkg-deb --build '\(package.path)' $name > /dev/null
              echo 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  other.deb' > other
              \(sum)
              cat other >> SHA256SUMS ;;
            "pr comment")
              while [ "$#" -gt 1 ]; do [ "$1" = --body-file ] && cat "$2" > '\(shell.tools.path)/comment.md'; shift; done ;;
            *) exit 1 ;;
          esac
          """)
    }

    func comment(_ job: GitHubRunner.Job) -> String? {
      try? String(contentsOf: job.shell.tools.appending(path: "comment.md"), encoding: .utf8)
    }

    /// The inputs for the server of this scene.
    func inputs(_ command: String, _ more: [String: String] = [:]) -> [String: String] {
      ["command": command, "url": workspace.url, "token": "sandbox-admin"].merging(more) { $1 }
    }
  }

  private static func outputs(_ job: GitHubRunner.Job, _ call: Int = 0) -> [String?] {
    ["exit-status", "has-changes"].map { job.outputs["steps.call\(call).outputs.\($0)"] }
  }

  @Test func validatesWithoutAServer() async throws {
    try await Scene.with { scene in
      let good = try await scene.run([[:]])
      #expect(!good.hasFailed && good.log.contains("3 entries in 1 file: valid"), "\(good.log)")
      #expect(Self.outputs(good) == ["0", ""])
      #expect(good.shell.calls("gh").count == 1)
      try await scene.commit(FlowText.blueprint(FlowText.flow("!Nonsense a")))
      let bad = try await scene.run([[:]])
      #expect(
        bad.hasFailed && bad.log.contains("::error file=blueprints/flows.yaml,line=5,col=13::"), "\(bad.log)")
      #expect(Self.outputs(bad) == ["1", ""])
      #expect(scene.workspace.sandbox.requests.entries.isEmpty)
    }
  }

  @Test func everyInputAndOutputIsDocumented() throws {
    let action = try Node.recipe(ProjectFiles.text(".github/actions/flowform/action.yml"))
    let text = try DocumentationPage.article("GitHubActions").text
    let names = ["inputs", "outputs"].flatMap { action[$0]?.pairs.map(\.key) ?? [] }
    #expect(names.count > 8 && names.filter { !text.contains("`\($0)`") } == [])
  }

  @Test func theDocumentedWorkflowCommentsThePlan() async throws {
    try await Scene.with { scene in
      let workflow = try DocumentationPage.recipe("github-action")
        .replacing("https://authentik.example.com", with: scene.workspace.url)
      let job = try await scene.run(workflow, "plan")
      #expect(!job.hasFailed, "\(job.log)")
      #expect(scene.comment(job)?.hasPrefix("<!-- flowform -->\n### Plan: 3 to create") == true, "\(job.log)")
      #expect(scene.workspace.writes.isEmpty)
    }
  }

  @Test func appliesWhatItPlanned() async throws {
    try await Scene.with { scene in
      let job = try await scene.run([
        scene.inputs("plan", ["plan": "saved.json", "comment": "true"]),
        scene.inputs("apply", ["plan": "saved.json"]), scene.inputs("plan", ["plan": "again.json"]),
        scene.inputs("drift"),
      ])
      #expect(!job.hasFailed, "\(job.log)")
      #expect(Self.outputs(job) == ["2", "true"] && Self.outputs(job, 1) == ["0", ""])
      #expect(Self.outputs(job, 2) == ["0", "false"] && Self.outputs(job, 3) == ["0", "false"])
      #expect(job.outputs["steps.call0.outputs.plan"]?.hasSuffix("/workspace/saved.json") == true)
      #expect(scene.workspace.writes.count == 3 && job.summary.contains("3 created"), "\(job.summary)")
      // It is installed once, and comments only where it is asked to.
      let calls = job.shell.calls("gh")
      #expect(
        calls.count == 2 && calls[1].hasPrefix("pr comment 7 --repo OWNER/configuration --edit-last"),
        "\(calls)")
      #expect(scene.comment(job)?.hasPrefix("<!-- flowform -->\n### Plan: 3 to create") == true)
    }
  }

  @Test func driftFailsTheJob() async throws {
    try await Scene.with { scene in
      // The state stays in authentik between the jobs.
      let job = [
        "FLOWFORM_STATE": "authentik", "AUTHENTIK_URL": scene.workspace.url,
        "AUTHENTIK_TOKEN": "sandbox-admin",
      ]
      #expect(try await !scene.run([["command": "apply"]], in: job).hasFailed)
      try await scene.workspace.patch("flow-1", ["title": "By hand"])
      let drift = try await scene.run([["command": "drift"]], in: job)
      #expect(drift.hasFailed && drift.log.contains("By hand"), "\(drift.log)")
      #expect(Self.outputs(drift) == ["2", "true"])
    }
  }

  @Test func whatCannotBePlannedIsCommented() async throws {
    try await Scene.with { scene in
      let job = try await scene.run([scene.inputs("plan", ["comment": "true", "token": "wrong"])])
      #expect(job.hasFailed && Self.outputs(job) == ["3", ""], "\(job.log)")
      #expect(job.outputs["steps.call0.outputs.plan"] == "")
      let comment = try #require(scene.comment(job))
      #expect(comment.hasPrefix("### Nothing was planned\n\nflowform ended with status 3."), "\(comment)")
      #expect(comment.contains("(https://github.com/OWNER/configuration/actions/runs/12)"))
    }
  }

  @Test func aPackageWithAnotherChecksumIsNotRun() async throws {
    try await Scene.with { scene in
      var scene = scene
      scene.checksum = String(repeating: "0", count: 64)
      let job = try await scene.run([scene.inputs("apply")])
      #expect(job.hasFailed && job.log.contains("FAILED"), "\(job.log)")
      #expect(scene.workspace.sandbox.requests.entries.isEmpty && Self.outputs(job) == ["", ""])
    }
  }

  @Test func takesPathsOptionsAndTheVariablesOfTheJob() async throws {
    try await Scene.with { scene in
      try scene.workspace.write(
        FlowText.blueprint(FlowText.flow("one", title: "!Context who")), to: "remote/more/my one.yaml")
      try scene.workspace.write(FlowText.blueprint(FlowText.flow("two")), to: "remote/more/two.yaml")
      try scene.workspace.write(
        "targets: {here: {url: \"\(scene.workspace.url)\"}, there: {url: \"http://127.0.0.1:9\"}}",
        to: "remote/flowform.yaml")
      try await scene.commit(FlowText.many(1))
      let job = try await scene.run(
        [
          [
            "command": "apply", "target": "here", "paths": "more/my one.yaml\n\nmore/two.yaml\n",
            "args": "--context who=You\n --parallelism 2",
          ]
        ], in: ["AUTHENTIK_TOKEN": "sandbox-admin", "FLOWFORM_TARGET": "there"])
      #expect(!job.hasFailed, "\(job.log)")
      #expect(try await scene.workspace.flow("one")["title"] == "You")
      #expect(try await scene.workspace.flowCount() == 2)
    }
  }

  @Test func anUnknownCommandIsRefused() async throws {
    try await Scene.with { scene in
      let job = try await scene.run([scene.inputs("destroy")])
      #expect(job.hasFailed && job.log.contains("must be validate, plan, apply or drift"), "\(job.log)")
      #expect(scene.workspace.sandbox.requests.entries.isEmpty)
    }
  }

  /// What GitHub reads of the file without running it.
  @Test func isDeclaredAsGitHubWantsIt() async throws {
    let text = try ProjectFiles.text(".github/actions/flowform/action.yml")
    let action = try Node.recipe(text)
    #expect(action["name"]?.text != nil && action["description"]?.text != nil)
    #expect(action["runs", "using"]?.text == "composite")
    let inputs = try #require(action["inputs"]?.pairs)
    #expect(inputs.allSatisfy { $0.value["description"]?.text != nil && $0.value["default"]?.text != nil })
    let used = Set(text.matches(of: #/inputs\.([a-z-]+)/#).map { String($0.1) })
    #expect(used == Set(inputs.map(\.key)))
    let steps = try #require(action["runs", "steps"]?.items)
    // Without a shell, GitHub refuses a step of an action. No script contains parts of an input.
    #expect(steps.allSatisfy { $0["shell"]?.text == "bash" && $0["run"]?.text?.contains("${{") == false })
    let outputs = try #require(action["outputs"]?.pairs)
    for (name, output) in outputs {
      #expect(output["value"]?.text == "${{ steps.run.outputs.\(name) }}")
      #expect(
        steps.first { $0["id"]?.text == "run" }?["run"]?.text?.contains("\"\(name)=") == true, "\(name)")
    }
    let version = try await FlowformProcess(folder: "/").run(["--version"]).output
    #expect(
      version.hasPrefix("flowform \(action["inputs", "version", "default"]?.text ?? "") "), "\(version)")
  }
}
