import EndToEndSupport
import Foundation
import TestSupport
import Testing
import YAML

/// The workflow that makes a release. What builds and publishes is replaced.
struct ReleaseWorkflowTests {
  private static func workflow() throws -> Node {
    try Node.recipe(ProjectFiles.text(".github/workflows/release.yml"))
  }

  /// A repository with the scripts that only print parts of the documentation, a stand-in for the ones that build, and
  /// the runner for a tag.
  private static func with(
    tag: String, _ body: (GitHubRunner, (RecipeShell) throws -> Void) async throws -> Void
  ) async throws {
    let directory = try TemporaryDirectory()
    let remote = URL(filePath: directory.path("remote"))
    let shell = try RecipeShell(in: URL(filePath: directory.path), folder: remote)
    for script in ["block", "changes"] {
      try directory.write(ProjectFiles.text(".ci/\(script)"), to: "remote/.ci/\(script)")
    }
    try directory.write(
      "#!/bin/sh\ntest -x .build-static/release/flowform && mkdir .build-package && echo made > .build-package/flowform_0.1.0_amd64.deb\n",
      to: "remote/.ci/package")
    try directory.write("#!/bin/sh\necho \"tried $*\"\n", to: "remote/.ci/try-package")
    let documentation = "Sources/flowform/Documentation.docc"
    try await shell.prepare(
      """
      cp '\(ProjectRoot.url.path)/README.md' .
      mkdir -p \(documentation) && cp '\(ProjectRoot.url.path)/\(documentation)'/*.md \(documentation)
      chmod +x .ci/* && git init -q -b main . && git add . &&
        git -c user.name=Ada -c user.email=ada@example.com commit -qm one && git tag \(tag)
      """)
    let runner = GitHubRunner(
      workflow: try workflow(), remote: remote, folder: URL(filePath: directory.path("run")),
      contexts: [
        "github.event_name": "push", "github.ref": "refs/tags/\(tag)", "github.ref_name": tag,
        "github.repository": "OWNER/flowform", "github.actor": "ada", "github.token": "job-token",
        "github.server_url": "https://github.com",
      ])
    try await body(runner) { shell in
      for name in ["apt-get", "gh"] { try shell.replace(name) }
      try shell.replace(
        "swift",
        by: "mkdir -p .build-static/release && cp /bin/true .build-static/release/flowform")
      try shell.replace(
        "docker", by: "case $1 in build | login) cat > '\(shell.tools.path)/docker-'$1 ;; esac")
    }
  }

  @Test func aTagMakesAPackageAnImageAndARelease() async throws {
    try await Self.with(tag: "v0.1.0") { runner, prepare in
      let package = try #require(try await runner.run("package", prepare: prepare))
      #expect(!package.hasFailed, "\(package.log)")
      #expect(package.log.contains("tried .build-package/flowform_0.1.0_amd64.deb"))
      // As the documentation builds it.
      #expect(package.shell.calls("swift").count == 1)
      #expect(try DocumentationPage.recipe("docker").contains("swift \(package.shell.calls("swift")[0])"))
      let image = try #require(try await runner.run("image", prepare: prepare))
      #expect(!image.hasFailed, "\(image.log)")
      let name = "ghcr.io/owner/flowform:0.1.0"
      #expect(
        image.shell.calls("docker") == [
          "build --tag \(name) --file - --label org.opencontainers.image.source=https://github.com/OWNER/flowform .",
          "run --rm \(name) --version", "login ghcr.io --username ada --password-stdin", "push \(name)",
        ])
      #expect(try Self.input("build", image) == DocumentationPage.recipe("docker"))
      #expect(try Self.input("login", image) == "job-token\n")
      let release = try #require(try await runner.run("release", prepare: prepare))
      #expect(!release.hasFailed && release.log.contains("flowform_0.1.0_amd64.deb: OK"), "\(release.log)")
      #expect(
        release.shell.calls("gh") == [
          "release create v0.1.0 --repo OWNER/flowform --verify-tag --title flowform 0.1.0 --notes-file notes.md package/SHA256SUMS package/flowform_0.1.0_amd64.deb"
        ])
      let notes = try String(contentsOf: release.shell.folder.appending(path: "notes.md"), encoding: .utf8)
      #expect(notes.contains("flowform") && !notes.contains("## Changes"), "\(notes)")
    }
  }

  @Test func aTagOfAnotherVersionIsNotReleased() async throws {
    try await Self.with(tag: "v0.2.0") { runner, prepare in
      let package = try #require(try await runner.run("package", prepare: prepare))
      #expect(package.hasFailed && package.steps.last == "Package", "\(package.log)")
      let changes = try RecipeShell(in: runner.folder, folder: runner.remote)
      let missing = try await changes(".ci/changes 0.2.0")
      #expect(missing.status == 1 && missing.error.contains("has no section 0.2.0"))
    }
  }

  private static func input(_ command: String, _ job: GitHubRunner.Job) throws -> String {
    try String(contentsOf: job.shell.tools.appending(path: "docker-\(command)"), encoding: .utf8)
  }

  @Test func eachJobMayDoWhatItNeeds() throws {
    let workflow = try Self.workflow()
    #expect(workflow["on", "push", "tags"]?.list == ["v*"])
    #expect(workflow["permissions"]?.texts == [:])
    let jobs = try #require(workflow["jobs"]?.pairs)
    #expect(
      jobs.map { $0.value["permissions"]?.texts ?? [:] } == [
        ["contents": "read"], ["contents": "read", "packages": "write"], ["contents": "write"],
      ])
    #expect(
      jobs[1].value["needs"]?.text == "package" && jobs[2].value["needs"]?.list == ["package", "image"])
    // The program is built against the C library of the system that runs it.
    #expect(
      try Dockerfile(DocumentationPage.recipe("docker")).stages[0].image == jobs[0].value["container"]?.text)
    let steps = jobs.flatMap { $0.value["steps"]?.items ?? [] }
    #expect(steps.allSatisfy { $0["run"]?.text?.contains("${{") != true })
    for step in steps where step["uses"]?.text?.contains("checkout") == true {
      #expect(step["with", "persist-credentials"]?.text == "false")
    }
    let actions = steps.compactMap { $0["uses"]?.text }
    #expect(
      actions.count == 5 && actions.allSatisfy { $0.contains(#/^actions\/[a-z-]+@v\d+$/#) }, "\(actions)")
  }
}
