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
    groupedSubcommands: [
      CommandGroup(
        name: "Blueprints",
        subcommands: [
          InitCommand.self, ValidateCommand.self, RenderCommand.self, UpgradeCommand.self, GraphCommand.self,
          PermissionsCommand.self, SchemaCommand.self,
        ]),
      CommandGroup(
        name: "Plan and apply",
        subcommands: [
          PlanCommand.self, ShowCommand.self, ApplyCommand.self, TestCommand.self, DriftCommand.self,
          WatchCommand.self,
        ]),
      CommandGroup(
        name: "Live objects and state",
        subcommands: [
          ExportCommand.self, CoverageCommand.self, ImportCommand.self, StateCommand.self,
        ]),
      CommandGroup(
        name: "Tools", subcommands: [LanguageServerCommand.self, SandboxCommand.self, ManualCommand.self]),
    ])

  package init() {}
}
