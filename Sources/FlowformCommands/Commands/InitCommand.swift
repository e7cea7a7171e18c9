package import ArgumentParser
import Blueprints
import FoundationEssentials
import Reporting

/// `flowform init`: writes a commented configuration file for the blueprints of a folder, or for a first one.
package struct InitCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a flowform.yaml for the blueprints of this folder, or for a first one.",
    discussion: """
      Looks for blueprints in the current folder and below it, and writes a flowform.yaml whose `paths` hold them and no \
      other YAML files. In a folder without blueprints, it also writes a first one. It never overwrites a file. Hidden \
      folders, node_modules and links are not searched.

      Example:
        flowform init --gitignore && flowform plan --sandbox
      """)

  @Flag(help: "Add the files that git should not keep to .gitignore.")
  var gitignore = false

  package init() {}

  package func execute() async throws -> ExitStatus {
    try refuseExisting(ConfigurationFile.name)
    let search = BlueprintSearch(below: ".")
    Console.print(Report(output: SearchReport.text(of: search)))
    if search.blueprints.isEmpty {
      try refuseExisting(Starter.blueprintPath)
      try write(Starter.blueprint, to: Starter.blueprintPath)
    }
    let paths = search.paths(with: search.blueprints.isEmpty ? [Starter.blueprintPath] : [])
    try write(Starter.configuration(paths: paths), to: ConfigurationFile.name)
    try tellGit()
    Console.result(Self.next(search))
    return .done
  }

  private func refuseExisting(_ path: String) throws(CommandFailure) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    throw CommandFailure(
      .failed, "\(path) already exists; nothing was written. Move it away to start over")
  }

  private func write(_ text: String, to path: String) throws(CommandFailure) {
    let file = URL(filePath: path)
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file, options: .withoutOverwriting)
    } catch {
      throw CommandFailure(.failed, "\(path) cannot be written; check the permissions of this folder")
    }
    Console.result("Wrote \(path).")
  }

  /// Adds to `.gitignore`, or says what belongs there.
  private func tellGit() throws(CommandFailure) {
    guard gitignore || GitIgnore.isUsed(in: FileManager.default.currentDirectoryPath) else { return }
    let missing = try GitIgnore.missing()
    guard !missing.isEmpty else { return }
    guard gitignore else {
      return Console.result(
        "Add these lines to \(GitIgnore.name):\n" + missing.map { "  " + $0 }.joined(separator: "\n"))
    }
    try GitIgnore.add(missing)
    Console.result("Added to \(GitIgnore.name): \(missing.joined(separator: ", "))")
  }

  private static func next(_ search: BlueprintSearch) -> String {
    let validate =
      search.blueprints.contains(where: \.hasMistakes)
      ? "lists the mistakes" : "checks the blueprints without a server"
    return """
      Next:
        flowform validate          \(validate)
        flowform plan --sandbox    shows what they create on an embedded server
      Set `url` in \(ConfigurationFile.name) and AUTHENTIK_TOKEN for your own server:
        flowform plan              shows what would change
        flowform apply             changes it
      """
  }
}
