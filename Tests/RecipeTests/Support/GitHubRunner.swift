import EndToEndSupport
import Foundation
import TestSupport
import YAML

/// Runs the jobs of a workflow as GitHub's runner does, for one event.
struct GitHubRunner: Sendable {
  let workflow: Node
  /// The repository that `actions/checkout` clones.
  let remote: URL
  /// A folder for this run of the workflow.
  let folder: URL
  var contexts: [String: String]

  /// The progress of a job.
  struct Job: Sendable {
    let shell: RecipeShell
    let canPush: Bool
    /// The names of the steps that ran.
    var steps: [String] = []
    var log = ""
    var hasFailed = false
    /// The outputs of the steps, by their names in expressions.
    var outputs: [String: String] = [:]

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
    for (name, value) in contexts where name.hasPrefix("github.") {
      // Only a step that asks for the token gets it.
      guard name != "github.token", !name.hasPrefix("github.event.") else { continue }
      shell.variables["GITHUB_" + name.dropFirst("github.".count).uppercased()] = value
    }
    shell.variables.merge([
      "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": shell.folder.path,
      "GITHUB_STEP_SUMMARY": shell.tools.appending(path: "summary.md").path,
      "GITHUB_PATH": shell.tools.appending(path: "path").path, "RUNNER_TEMP": temporary.path,
    ]) { $1 }
    var job = Job(shell: shell, canPush: node["permissions", "contents"]?.text == "write")
    for step in node["steps"]?.items ?? [] { try await run(step, in: &job) }
    return job
  }

  private func run(_ step: Node, in job: inout Job) async throws {
    let expression = GitHubExpression(
      contexts: contexts.merging(job.outputs) { $1 }, hasFailed: job.hasFailed)
    guard try expression.runs(step["if"]?.text) else { return }
    job.steps.append(step["name"]?.text ?? step["uses"]?.text ?? "")
    let with = try (step["with"]?.texts ?? [:]).mapValues(expression.interpolated)
    switch step["uses"]?.text?.split(separator: "@").first {
    case "actions/checkout": try await checkOut(with, in: job)
    case "actions/upload-artifact":
      try copy(job.shell.folder.appending(path: try named("path", with)), to: artifact(with))
    case "actions/download-artifact":
      try copy(artifact(with), to: job.shell.folder.appending(path: with["path"] ?? "."))
    case let action? where action.contains(".github/actions/"):
      try await run(String(action), as: step["id"]?.text, with, in: &job)
    case nil: try await runScript(of: step, expression, in: &job)
    case let action?: throw RecipeFailure("\(action) is not known here")
    }
  }

  /// Runs a composite action of this project.
  private func run(
    _ action: String, as id: String?, _ with: [String: String], in job: inout Job
  ) async throws {
    guard let path = action.firstRange(of: ".github/actions/") else {
      throw RecipeFailure("\(action) is not ours")
    }
    let action = try Node.recipe(try ProjectFiles.text(action[path.lowerBound...] + "/action.yml"))
    var inner = self
    let declared = action["inputs"]?.pairs ?? []
    for name in with.keys where !declared.contains(where: { $0.key == name }) {
      throw RecipeFailure("the action has no input \(name)")
    }
    for (name, input) in declared {
      let standard = try GitHubExpression(contexts: contexts).interpolated(input["default"]?.text ?? "")
      inner.contexts["inputs.\(name)"] = with[name] ?? standard
    }
    let outer = job.outputs
    job.outputs = [:]
    for step in action["runs", "steps"]?.items ?? [] { try await inner.run(step, in: &job) }
    let values = GitHubExpression(contexts: inner.contexts.merging(job.outputs) { $1 })
    job.outputs = outer
    guard let id else { return }
    for (name, output) in action["outputs"]?.pairs ?? [] {
      job.outputs["steps.\(id).outputs.\(name)"] = try values.interpolated(output["value"]?.text ?? "")
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
    if let name = step["working-directory"]?.text {
      shell.folder.append(path: try expression.interpolated(name))
    }
    let outputs = shell.tools.appending(path: "outputs-\(UUID().uuidString)")
    shell.variables["GITHUB_OUTPUT"] = outputs.path
    // Only an explicitly named shell notices a failure inside a pipe.
    let isNamed = (step["shell"] ?? workflow["defaults", "run", "shell"])?.text == "bash"
    let finished = try await shell(script, options: isNamed ? ["-euo", "pipefail"] : ["-eu"])
    job.log += finished.output + finished.error
    if finished.status != 0 { job.hasFailed = true }
    guard let id = step["id"]?.text, let text = try? String(contentsOf: outputs, encoding: .utf8) else {
      return
    }
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw RecipeFailure("an output without a value: \(line)") }
      job.outputs["steps.\(id).outputs.\(parts[0])"] = String(parts[1])
    }
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

  /// Copies a file, or the files of a folder, into a folder.
  private func copy(_ source: URL, to folder: URL) throws {
    let manager = FileManager.default
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    var isFolder: ObjCBool = false
    _ = manager.fileExists(atPath: source.path, isDirectory: &isFolder)
    let files =
      isFolder.boolValue
      ? try manager.contentsOfDirectory(atPath: source.path).map { source.appending(path: $0) } : [source]
    for file in files {
      try manager.copyItem(at: file, to: folder.appending(path: file.lastPathComponent))
    }
  }
}
