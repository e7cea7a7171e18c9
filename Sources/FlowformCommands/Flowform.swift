package import ArgumentParser

/// The command line's root.
package struct Flowform: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "flowform",
    abstract: "Plan and apply authentik blueprints.",
    discussion: """
      Reads blueprints, compares them with the server and a state file, shows a plan, and applies it.

      Examples:
        flowform validate
        flowform plan --sandbox
        flowform help apply
      """,
    version: Version.description,
    subcommands: [
      InitCommand.self, ValidateCommand.self, UpgradeCommand.self, RenderCommand.self, PlanCommand.self,
      ShowCommand.self, ApplyCommand.self,
      DriftCommand.self, WatchCommand.self, ExportCommand.self, ImportCommand.self, PermissionsCommand.self,
      StateCommand.self,
      GraphCommand.self, SchemaCommand.self, ManualCommand.self, SandboxCommand.self,
    ])

  package init() {}
}
