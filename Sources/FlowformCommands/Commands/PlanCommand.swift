package import ArgumentParser
import Blueprints
import Model
import Planning
import Reporting

/// `flowform plan`: compares blueprints, state and server; never writes to the server.
package struct PlanCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Show what an apply would do.",
    discussion: """
      Exits with 0, with or without changes; with --detailed-exitcode, with 2 if there are changes.

      Examples:
        flowform plan
        flowform plan --target staging --only authentik_flows.flow
        flowform plan --out plan.json --detailed-exitcode
        flowform plan --sandbox blueprints/login.yaml
      """)

  @OptionGroup var blueprints: BlueprintOptions
  @OptionGroup var language: LanguageOptions
  @OptionGroup var server: ServerOptions
  @OptionGroup var state: StateOptions
  @OptionGroup var planning: PlanOptions
  @OptionGroup var output: OutputOptions

  @Option(help: ArgumentHelp("Save the plan for `apply --plan`.", valueName: "file"), completion: .file())
  var out: String?

  @Flag(help: "Exit with 2 if there are changes.")
  var detailedExitcode = false

  @OptionGroup var target: TargetOptions

  package init() {}

  package func execute() async throws -> ExitStatus {
    try output.refuse(allBut: [.text, .json, .markdown, .github], in: "plan")
    let settings = try target.settings()
    let files = blueprints.read(settings)
    return try await Session.with(server, state, settings, progress: output.progress) { session in
      let reporter = output.reporter(files)
      let maker = try PlanMaker(
        session: session, server: server, language: language, settings: settings, only: blueprints.selected,
        isStrict: blueprints.strict, prunes: planning.prune, isSaved: out != nil)
      let desired = try await maker.desired(files)
      let found = files.diagnostics + desired.diagnostics
      guard !found.hasErrors else {
        Console.print(reporter.diagnostics(found))
        return .wrong
      }
      let state = try await session.currentState().moving(settings.moved)
      let plan = try await maker.plan(desired, files, state: state)
      let shown = try await maker.guarded(plan, DeleteLimits(isEnforced: false))
      session.activity.end()
      Console.print(reporter.plan(shown, context: output.context(session, desired.skippedFiles)))
      guard !plan.diagnostics.hasErrors else { return .wrong }
      if let out {
        try PlanFile.write(
          maker.saved(plan, desired, files, paths: blueprints.places(settings), state: state), to: out)
      }
      return detailedExitcode && plan.summary.hasChanges ? .changes : .done
    }
  }
}
