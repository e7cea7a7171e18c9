import Applying
package import ArgumentParser
import Blueprints
import Model
import Planning
import Reporting

/// `flowform apply`: plans, asks, and writes; or carries out a plan that was saved.
package struct ApplyCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "apply", abstract: "Bring the server to what the blueprints say.",
    discussion: """
      Shows the plan and asks before it writes; without a terminal it wants --yes.

      Examples:
        flowform apply
        flowform plan --out plan.json && flowform apply --plan plan.json
        flowform apply --yes --prune --max-deletes 10
        flowform apply --yes --target staging --on-failure rollback
      """)

  @OptionGroup var blueprints: BlueprintOptions
  @OptionGroup var language: LanguageOptions
  @OptionGroup var server: ServerOptions
  @OptionGroup var state: StateOptions
  @OptionGroup var planning: PlanOptions
  @OptionGroup var output: OutputOptions

  @Option(
    help: ArgumentHelp(
      "Apply a plan saved with `plan --out`, unless anything it saw has changed.", valueName: "file"),
    completion: .file())
  var plan: String?

  @Flag(help: "Do not ask.")
  var yes = false

  @Option(
    help: ArgumentHelp(
      "Refuse to delete more objects than this, those included that go along.", valueName: "n"))
  var maxDeletes = DeleteLimits.standard

  @Flag(
    help:
      "Delete the flows of the default brand, the token's own user or its last superuser group if the plan says so."
  )
  var allowLockout = false

  @Option(
    help: ArgumentHelp(
      "Once a change has failed: stop, continue with what does not depend on it, or rollback what the run did.",
      valueName: "way"))
  var onFailure = OnFailure.stop

  @OptionGroup var target: TargetOptions

  package init() {}

  package func validate() throws {
    if plan != nil, blueprints.areNamed || !blueprints.only.isEmpty || planning.prune {
      throw ValidationError("--plan carries out a saved plan as it is; it takes no paths, --only or --prune.")
    }
    if maxDeletes < 0 { throw ValidationError("--max-deletes takes a number of objects.") }
  }

  package func execute() async throws -> ExitStatus {
    try output.refuse(allBut: [.text, .json, .github], in: "apply")
    let settings = try target.settings()
    let files = plan == nil ? blueprints.read(settings) : BlueprintFiles([]) { .bytes([]) }
    return try await Session.with(server, state, settings, progress: output.progress) { session in
      let reporter = output.reporter(files)
      let saved = try plan.map { path throws(CommandFailure) in try PlanFile.read(path) }
      let maker = try PlanMaker(
        session: session, server: server, language: language, settings: settings,
        only: saved.map { Selection($0.basis?.only ?? []) } ?? blueprints.selected,
        isStrict: blueprints.strict,
        prunes: planning.prune)
      let run = ApplyRun(
        session: session, reporter: reporter, isQuiet: output.quiet, asksNothing: yes,
        parallelism: session.parallelism, onFailure: onFailure, showsPlan: output.format != .json,
        moves: settings.moved)
      let limits = DeleteLimits(
        maxDeletes: maxDeletes, allowsLockout: allowLockout, isEnforced: true)
      if let plan, let saved {
        return try await run.execute(context: output.context(session, [])) { state in
          let differences = try await maker.differences(from: saved, state: state)
          guard differences.isEmpty else {
            throw saved.isApplied(in: state)
              ? CommandFailure(applied: plan) : CommandFailure(stale: differences, plan: plan)
          }
          return try await maker.guarded(maker.restored(saved, state: state), limits)
        }
      }
      let desired = try await maker.desired(files)
      let found = files.diagnostics + desired.diagnostics
      let canGoOn = onFailure == .continue && found.allSatisfy { $0.severity != .error || $0.isOfOneEntry }
      guard !found.hasErrors || canGoOn else {
        Console.print(reporter.findings(found))
        return .wrong
      }
      return try await run.execute(context: output.context(session, desired.skippedFiles)) { state in
        let plan = try await maker.plan(desired, files, state: state)
        return try await maker.guarded(maker.applicable(plan, desired), limits)
      }
    }
  }
}

extension OnFailure: ExpressibleByArgument {}

extension CommandFailure {
  fileprivate init(applied plan: String) {
    self.init(
      .wrong, "the plan \(plan) was applied already; make a new one with `flowform plan --out \(plan)`")
  }

  fileprivate init(stale differences: [String], plan: String) {
    let shown = differences.prefix(5).joined(separator: "; ")
    let more = differences.count > 5 ? "; and \(differences.count - 5) more" : ""
    self.init(
      .wrong, "the plan \(plan) is stale: \(shown)\(more); make a new one with `flowform plan --out \(plan)`")
  }
}
