import EndToEndSupport
import Foundation
import YAML

/// Runs the jobs of a workflow as GitHub's runner does, for one event.
struct GitHubRunner: Sendable {
  let workflow: Node
  /// The repository that `actions/checkout` clones.
  let remote: URL
  /// A folder for this run of the workflow.
  let folder: URL
  let contexts: [String: String]

  /// The progress of a job.
  struct Job: Sendable {
    let shell: RecipeShell
    let canPush: Bool
    /// The names of the steps that ran.
    var steps: [String] = []
    var log = ""
    var hasFailed = false

    /// The summary on the job's page.
    var summary: String {
      (try? String(contentsOf: shell.tools.appending(path: "summary.md"), encoding: .utf8)) ?? ""
    }
  }

  /// Runs a job. Returns nil if its condition is false. `prepare` replaces programs by stand-ins.
  func run(_ name: String, prepare: (RecipeShell) throws -> Void) async throws -> Job? {
    guard let node = workflow["jobs", name] else { throw RecipeFailure("there is no job \(name)") }
    guard try GitHubExpression(contexts: contexts).runs(node["if"]?.text) else { return nil }
    let folder = folder.appending(path: name)
    var shell = try RecipeShell(in: folder, folder: folder.appending(path: "workspace"))
    // The image has flowform, but the runner does not.
    try FileManager.default.removeItem(at: shell.tools.appending(path: "flowform"))
    try prepare(shell)
    let temporary = folder.appending(path: "temporary")
    try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
    shell.variables.merge([
      "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_SHA": contexts["github.sha"] ?? "",
      "GITHUB_STEP_SUMMARY": shell.tools.appending(path: "summary.md").path,
      "GITHUB_PATH": shell.tools.appending(path: "path").path, "RUNNER_TEMP": temporary.path,
    ]) { $1 }
    var job = Job(shell: shell, canPush: node["permissions", "contents"]?.text == "write")
    for step in node["steps"]?.items ?? [] { try await run(step, in: &job) }
    return job
  }

  private func run(_ step: Node, in job: inout Job) async throws {
    let expression = GitHubExpression(contexts: contexts, hasFailed: job.hasFailed)
    guard try expression.runs(step["if"]?.text) else { return }
    job.steps.append(step["name"]?.text ?? step["uses"]?.text ?? "")
    let with = try (step["with"]?.texts ?? [:]).mapValues(expression.interpolated)
    switch step["uses"]?.text?.split(separator: "@").first {
    case "actions/checkout": try await checkOut(with, in: job)
    case "actions/upload-artifact":
      try copy(job.shell.folder.appending(path: try named("path", with)), to: artifact(with))
    case "actions/download-artifact":
      for file in try FileManager.default.contentsOfDirectory(atPath: artifact(with).path) {
        try copy(artifact(with).appending(path: file), to: job.shell.folder)
      }
    case nil: try await runScript(of: step, expression, in: &job)
    case let action?: throw RecipeFailure("\(action) is not known here")
    }
  }

  private func runScript(of step: Node, _ expression: GitHubExpression, in job: inout Job) async throws {
    guard let script = step["run"]?.text else { throw RecipeFailure("a step that does nothing") }
    var shell = job.shell
    for variables in [workflow["env"]?.texts, step["env"]?.texts] {
      shell.variables.merge(try (variables ?? [:]).mapValues(expression.interpolated)) { $1 }
    }
    if let added = try? String(contentsOf: shell.tools.appending(path: "path"), encoding: .utf8) {
      let paths = added.split(separator: "\n").joined(separator: ":")
      shell.variables["PATH"] = "\(paths):\(shell.variables["PATH"] ?? "")"
    }
    if let name = step["working-directory"]?.text { shell.folder.append(path: name) }
    // Only an explicitly named shell notices a failure inside a pipe.
    let isNamed = workflow["defaults", "run", "shell"]?.text == "bash"
    let finished = try await shell(script, options: isNamed ? ["-euo", "pipefail"] : ["-eu"])
    job.log += finished.output + finished.error
    if finished.status != 0 { job.hasFailed = true }
  }

  private func checkOut(_ with: [String: String], in job: Job) async throws {
    let reference = with["ref"] ?? contexts["github.ref_name"] ?? ""
    let path = with["path"] ?? "."
    var shell = job.shell
    try await shell.prepare("git clone -q --branch '\(reference)' '\(remote.path)' '\(path)'")
    shell.folder.append(path: path)
    // Whether git can still use the job's token after the step, and the rights of that token.
    if with["persist-credentials"] == "false" || !job.canPush {
      try await shell.prepare("git remote set-url --push origin /nowhere")
    }
  }

  private func artifact(_ with: [String: String]) throws -> URL {
    folder.appending(path: "artifacts").appending(path: try named("name", with))
  }

  private func named(_ key: String, _ with: [String: String]) throws -> String {
    guard let value = with[key] else { throw RecipeFailure("an action lacks \(key)") }
    return value
  }

  /// Copies a file into a folder.
  private func copy(_ file: URL, to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: file, to: folder.appending(path: file.lastPathComponent))
  }
}
