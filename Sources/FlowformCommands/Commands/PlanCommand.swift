package import ArgumentParser
import Blueprints
import Model
import Operations
import Planning
import Reporting

/// `flowform plan`: compares blueprints, state and server; never writes to the server.
package struct PlanCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Show what an apply would do.",
    discussion: """
      Exits with 0, with or without changes; with --detailed-exitcode, exits with 2 if there are changes.

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

  /// The formats of plans.
  static let formats: [OutputOptions.Format] = [.text, .json, .markdown, .github]

  package func execute() async throws -> ExitStatus {
    try output.refuse(allBut: Self.formats, in: "plan")
    let settings = try target.settings()
    let files = blueprints.read(settings)
    return try await Session.with(server, state, settings, progress: output.progress) { session in
      let reporter = output.reporter(files)
      let request = try planRequest(files, settings)
      let operation = PlanOperation(session)
      let result = try await operation.run(request)
      session.context.activity.end()
      switch result {
      case .invalid(let findings):
        Console.print(reporter.diagnostics(findings))
        return .failed
      case .made(let made):
        Console.print(reporter.plan(made.plan, context: output.context(session.server, made.skippedFiles)))
        guard !made.plan.diagnostics.hasErrors else { return .failed }
        if let out { try PlanFile.write(made, to: out) }
        return detailedExitcode && made.plan.summary.hasChanges ? .changes : .done
      }
    }
  }

  private func planRequest(_ files: BlueprintFiles, _ settings: Settings) throws -> PlanRequest {
    var request = try language.planRequest(
      files, blueprints, settings, server, limits: DeleteLimits(isEnforced: false))
    request.prunes = planning.prune
    request.willBeSaved = out != nil
    return request
  }
}
