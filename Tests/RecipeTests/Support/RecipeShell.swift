import EndToEndSupport
import Foundation

/// Runs the scripts of a recipe with the built flowform, and with stand-ins for programs that cannot be here.
struct RecipeShell: Sendable {
  /// Where scripts run.
  var folder: URL
  /// What the scripts find before all other programs.
  let tools: URL
  var variables: [String: String]

  /// `home` holds nothing that the developer's own has.
  init(in parent: URL, folder: URL, variables: [String: String] = [:]) throws {
    self.folder = folder
    tools = parent.appending(path: "tools")
    let home = parent.appending(path: "home")
    for folder in [folder, tools, home] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    try FileManager.default.createSymbolicLink(
      at: tools.appending(path: "flowform"),
      withDestinationURL: FlowformProcess.products.appending(path: "flowform"))
    self.variables = [
      "PATH": "\(tools.path):/usr/local/bin:/usr/bin:/bin", "HOME": home.path, "GIT_CONFIG_NOSYSTEM": "1",
    ].merging(variables) { $1 }
  }

  /// Puts a program in place of another, whose calls it notes.
  func replace(_ name: String, by script: String = "") throws {
    let file = tools.appending(path: name)
    let text = "#!/bin/sh\nprintf '%s\\n' \"$*\" >> '\(notes(name).path)'\n\(script)\n"
    // Not through the link, which leads to the built program.
    try? FileManager.default.removeItem(at: file)
    try Data(text.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
  }

  /// The arguments with which a program was called.
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

  /// Runs what a test needs, which must succeed.
  func prepare(_ script: String) async throws {
    let finished = try await self(script)
    guard finished.status == 0 else { throw RecipeFailure("\(script)\n\(finished.error)") }
  }
}
