import Applying
package import ArgumentParser
import Blueprints
import Model
import Operations
import Planning
import Reporting

/// `flowform apply`: plans, asks and writes, or applies a saved plan.
package struct ApplyCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "apply", abstract: "Change the server to match the blueprints.",
    discussion: """
      Shows the plan and asks before it changes anything. Without a terminal, pass --yes.

      Examples:
        flowform apply
        flowform plan --out plan.json && flowform apply --plan plan.json
        flowform apply --yes --prune --max-deletes 10
        flowform apply --yes --target staging --test --on-failure rollback
      """)

  @OptionGroup var blueprints: BlueprintOptions
  @OptionGroup var language: LanguageOptions
  @OptionGroup var server: ServerOptions
  @OptionGroup var state: StateOptions
  @OptionGroup var planning: PlanOptions
  @OptionGroup var output: OutputOptions

  @Option(
    help: ArgumentHelp(
      "Apply a plan that `plan --out` saved. It is refused if anything that it depends on has changed.",
      valueName: "file"),
    completion: .file())
  var plan: String?

  @Flag(help: "Do not ask.")
  var yes = false

  @OptionGroup var guards: GuardOptions

  @OptionGroup var target: TargetOptions

  package init() {}

  package var isQuiet: Bool { output.quiet }

  package func validate() throws {
    if plan != nil, blueprints.areNamed || !blueprints.only.isEmpty || planning.prune {
      throw ValidationError("--plan applies a saved plan as it is, without paths, --only or --prune.")
    }
  }

  package func execute() async throws -> ExitStatus {
    try output.refuse(allBut: [.text, .json, .github], in: "apply")
    let settings = try target.settings()
    let files = plan == nil ? blueprints.read(settings) : BlueprintFiles([])
    guard plan != nil || !files.files.isEmpty else {
      // A wrong option is told before a wrong folder.
      _ = try (state.place(isSandbox: server.access.sandbox, settings), planSource(files, settings))
      Console.print(output.reporter().findings(files.diagnostics))
      return .failed
    }
    return try await Session.with(server, state, settings, progress: output.progress) { session in
      let source = try planSource(files, settings)
      let stop = StopSignal()
      var operation = ApplyOperation(session, onFailure: guards.onFailure, stop: stop)
      operation.testing = try guards.testing(settings, session)
      let display = ApplyDisplay(
        reporter: output.reporter(files), server: session.server, output: output, asksNothing: yes)
      switch try await operation.run(source, display.audience(stop)) {
      case .invalid(let findings):
        session.context.activity.end()
        Console.print(display.reporter.findings(findings))
        return .failed
      case .refused: return .failed
      case .declined: throw CommandFailure(.failed, "nothing was applied")
      case .done(let done):
        Console.print(display.reporter.outcome(done.outcome))
        if let failure = done.stateFailure { throw CommandFailure(.failed, failure) }
        if done.outcome.isInterrupted { return .interrupted }
        return done.isComplete ? .done : .failed
      }
    }
  }

  private func planSource(_ files: BlueprintFiles, _ settings: Settings) throws -> PlanSource {
    let saved = try plan.map { path throws(OperationError) in (path, try PlanFile.read(path).plan) }
    var request = try language.planRequest(
      files, blueprints, settings, server, limits: guards.limits(isEnforced: true))
    request.prunes = planning.prune
    guard let (path, plan) = saved else { return .request(request) }
    return .saved(plan, path: path, request)
  }
}
