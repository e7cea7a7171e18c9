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
      Changes nothing on the server. Exits with 0; with --detailed-exitcode, exits with 2 if there are changes. \
      With several targets, the worst exit status counts.

      Examples:
        flowform plan
        flowform plan --target staging --only authentik_flows.flow
        flowform plan --all-targets --detailed-exitcode
        flowform plan --out plan.json --detailed-exitcode
        flowform plan --format html > plan.html
        flowform plan --sandbox blueprints/login.yaml
      """)

  @OptionGroup var blueprints: BlueprintOptions
  @OptionGroup var language: LanguageOptions
  @OptionGroup var server: ServerOptions
  @OptionGroup var state: StateOptions
  @OptionGroup var planning: PlanOptions
  @OptionGroup var output: OutputOptions

  @Option(
    help: ArgumentHelp("Save the plan to this file, for `apply --plan`.", valueName: "file"),
    completion: .file())
  var out: String?

  @Flag(help: "Exit with 2 if there is something to change.")
  var detailedExitcode = false

  @OptionGroup var targets: TargetsOptions

  package init() {}

  package var isQuiet: Bool { output.quiet }

  /// The formats of plans.
  static let formats: [OutputOptions.Format] = [.text, .json, .markdown, .html, .github]

  package func execute() async throws -> ExitStatus {
    try output.refuse(allBut: Self.formats, in: "plan")
    let settings = try targets.settings()
    return settings.count == 1 ? try await plan(settings[0]) : try await plan(settings)
  }

  private func plan(_ settings: Settings) async throws -> ExitStatus {
    let files = blueprints.read(settings)
    let reporter = output.reporter(files)
    guard !files.files.isEmpty else {
      // A wrong option is told before a wrong folder.
      _ = try (state.place(isSandbox: server.access.sandbox, settings), planRequest(files, settings))
      Console.print(reporter.diagnostics(files.diagnostics))
      return .failed
    }
    return try await Session.with(server, state, settings, progress: output.progress) { session in
      let request = try planRequest(files, settings)
      let operation = PlanOperation(session)
      let result = try await operation.run(request)
      session.context.activity.end()
      switch result {
      case .invalid(let findings):
        Console.print(reporter.diagnostics(findings))
        return .failed
      case .made(let made):
        Console.print(
          reporter.plan(
            made.plan,
            context: output.context(session.server, made.skippedFiles, basis: made.plan.basis)))
        guard !made.plan.diagnostics.hasErrors else { return .failed }
        if let out { try PlanFile.write(made, to: out) }
        return detailedExitcode && made.plan.summary.hasChanges ? .changes : .done
      }
    }
  }

  /// Plans several targets. Those with the same paths share one reading of the files.
  private func plan(_ settings: [Settings]) async throws -> ExitStatus {
    if out != nil {
      throw CommandFailure(.usage, "--out saves the plan of one target; name one target with --target")
    }
    let runs = TargetRuns(server: server, state: state, settings: settings)
    try runs.check()
    var files: [[String]: BlueprintFiles] = [:]
    for settings in settings where files[blueprints.places(settings)] == nil {
      files[blueprints.places(settings)] = blueprints.read(settings)
    }
    let sources = files.values.map(\.sources).reduce([:]) { $0.merging($1) { $1 } }
    let read = files
    return await runs.run(output.reporter(quoting: sources)) { session, settings in
      let request = try planRequest(read[blueprints.places(settings)] ?? blueprints.read(settings), settings)
      switch try await PlanOperation(session).run(request) {
      case .invalid(let findings): return (.invalid(findings), .failed)
      case .made(let made):
        let plan = made.plan
        let status: ExitStatus =
          plan.diagnostics.hasErrors
          ? .failed : detailedExitcode && plan.summary.hasChanges ? .changes : .done
        return (.plan(plan, output.context(session.server, made.skippedFiles)), status)
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
