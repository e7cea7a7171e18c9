package import ArgumentParser
import Blueprints
import Exporting
import LiveReading
import Model
import Operations
import Reporting

/// `flowform coverage`: tells which live objects no blueprint describes; writes nothing.
package struct CoverageCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "coverage", abstract: "List the live objects that no blueprint describes.",
    discussion: """
      Compares all objects of the server with the blueprints, as plan does, and names by kind those that no entry \
      describes, each with the command that exports it. Objects that the state knows and no entry describes any more \
      are left over. Not counted are objects that authentik ships or maintains, people, and kinds that an export does \
      not describe, such as tokens and certificates.

      Exits with 0; with --detailed-exitcode, exits with 2 if something is not described or left over. Exits with 1 if \
      the token may not view everything, because the result is incomplete then.

      Examples:
        flowform coverage
        flowform coverage --detailed-exitcode --format markdown
        flowform coverage --only authentik_flows.flow --only authentik_core.application
        flowform coverage --format json > coverage.json
      """)

  @Argument(
    help: "A file, a folder, or - for standard input (default: blueprints).", completion: .file())
  var paths: [String] = []

  @Option(help: ArgumentHelp("Compare only objects of this model (repeatable).", valueName: "model"))
  var only: [String] = []

  @OptionGroup var language: LanguageOptions
  @OptionGroup var server: ServerOptions
  @OptionGroup var state: StateOptions
  @OptionGroup var output: OutputOptions

  @Flag(help: "Exit with 2 if something is not described.")
  var detailedExitcode = false

  @OptionGroup var target: TargetOptions

  package init() {}

  package var isQuiet: Bool { output.quiet }

  package func validate() throws {
    if server.read == .probe {
      throw ValidationError("coverage reads lists, which --read probe does not.")
    }
  }

  package func execute() async throws -> ExitStatus {
    try output.refuse(allBut: [.text, .json, .markdown, .github], in: "coverage")
    let settings = try target.settings()
    let files = BlueprintOptions.read(paths, settings)
    let reporter = output.reporter(files)
    guard !files.files.isEmpty else {
      // A wrong option is told before a wrong folder.
      _ = try state.place(isSandbox: server.access.sandbox, settings)
      Console.print(reporter.diagnostics(files.diagnostics))
      return .failed
    }
    return try await Session.with(server, state, settings, progress: output.progress) { session in
      let result = try await CoverageOperation(session)
        .run(try request(files, settings), only: Set(only.map { $0.lowercased() }))
      session.context.activity.end()
      switch result {
      case .invalid(let findings):
        Console.print(reporter.diagnostics(findings))
        return .failed
      case .made(let coverage):
        Console.print(reporter.coverage(coverage, context: output.context(session.server, [])))
        if coverage.diagnostics.hasErrors { return .failed }
        return detailedExitcode && !coverage.isWhole ? .changes : .done
      }
    }
  }

  private func request(_ files: BlueprintFiles, _ settings: Settings) throws -> PlanRequest {
    let contextFiles = try language.contextFiles(settings)
    var request = PlanRequest(
      files: files, paths: BlueprintOptions.places(paths, settings),
      options: try language.desiredSetOptions(settings, contextFiles, isStrict: false, isOffline: false),
      limits: DeleteLimits(isEnforced: false))
    request.contextFiles = contextFiles
    request.isPart = BlueprintOptions.areAPart(paths, settings)
    request.mode = server.read
    request.moves = settings.moved
    return request
  }
}
