package import ArgumentParser
import FoundationEssentials

/// `flowform init`: writes a first blueprint and a commented configuration file.
package struct InitCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a first blueprint and a flowform.yaml.",
    discussion: """
      Writes into the current folder, and never overwrites a file.

      Example:
        flowform init && flowform plan --sandbox
      """)

  package init() {}

  package func execute() async throws -> ExitStatus {
    let files = [
      (ConfigurationFile.name, Starter.configuration), ("blueprints/welcome.yaml", Starter.blueprint),
    ]
    for (path, _) in files where FileManager.default.fileExists(atPath: path) {
      throw CommandFailure(
        .failed,
        "\(path) already exists; nothing was written. Move it away to start over")
    }
    do {
      try FileManager.default.createDirectory(atPath: "blueprints", withIntermediateDirectories: true)
      for (path, text) in files {
        try Data(text.utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
        Console.result("wrote \(path)")
      }
    } catch {
      throw CommandFailure(.failed, "the files cannot be written here; check the folder and its permissions")
    }
    Console.result(
      "next: flowform plan --sandbox, or set `url` in \(ConfigurationFile.name) and AUTHENTIK_TOKEN")
    return .done
  }
}
