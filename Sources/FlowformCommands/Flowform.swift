package import ArgumentParser

/// The command line's root.
package struct Flowform: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "flowform",
    abstract: "Plan and apply authentik blueprints.",
    discussion:
      "Reads blueprints, compares them with the server and a state file, shows a plan, and applies it.",
    version: Version.description,
    subcommands: [
      InitCommand.self, ValidateCommand.self, RenderCommand.self, PlanCommand.self, ApplyCommand.self,
      DriftCommand.self, ExportCommand.self, ImportCommand.self, PermissionsCommand.self, StateCommand.self,
      GraphCommand.self, SchemaCommand.self,
      SandboxCommand.self,
    ])

  package init() {}
}
