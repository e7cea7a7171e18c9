import EndToEndSupport
import Foundation

/// Runs the scripts of a recipe with the built flowform, and with stand-ins for programs that are not available here.
struct RecipeShell: Sendable {
  /// The folder where scripts run.
  var folder: URL
  /// The folder that scripts search first for programs.
  let tools: URL
  var variables: [String: String]

  /// Uses an empty `home`, without the developer's own settings.
  init(in parent: URL, folder: URL, variables: [String: String] = [:]) throws {
    self.folder = folder
    tools = parent.appending(path: "tools")
    let home = parent.appending(path: "home")
    for folder in [folder, tools, home] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    try FileManager.default.createSymbolicLink(
      at: tools.appending(path: "flowform"),
      withDestinationURL: URL(filePath: FlowformProcess.flowform))
    self.variables = [
      "PATH": "\(tools.path):/usr/local/bin:/usr/bin:/bin", "HOME": home.path, "GIT_CONFIG_NOSYSTEM": "1",
    ].merging(variables) { $1 }
  }

  /// Replaces a program by a script that records its calls.
  func replace(_ name: String, by script: String = "") throws {
    let file = tools.appending(path: name)
    let text = "#!/bin/sh\nprintf '%s\\n' \"$*\" >> '\(notes(name).path)'\n\(script)\n"
    // The link itself is replaced, and not the built program that it leads to.
    try? FileManager.default.removeItem(at: file)
    try Data(text.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
  }

  /// The arguments of the calls of a program.
  func calls(_ name: String) -> [String] {
    let text = try? String(contentsOf: notes(name), encoding: .utf8)
    return text?.split(separator: "\n").map(String.init) ?? []
  }

  private func notes(_ name: String) -> URL { tools.appending(path: "\(name).calls") }

  @discardableResult
  func callAsFunction(
    _ script: String, _ arguments: String..., options: [String] = ["-euo", "pipefail"]
  ) async throws -> FlowformProcess.Finished {
    try await FlowformProcess(program: "/bin/bash", folder: folder.path, variables: variables)
      .run(options + ["-c", script, "recipe"] + arguments)
  }

  /// Runs a preparation of the test, which must succeed.
  func prepare(_ script: String) async throws {
    let finished = try await self(script)
    guard finished.status == 0 else { throw RecipeFailure("\(script)\n\(finished.error)") }
  }
}
