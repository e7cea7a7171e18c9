package import ArgumentParser
import Model
import Operations
import Planning
import Reporting

/// `flowform show`: prints a saved plan as `plan` printed it.
package struct ShowCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a plan that was saved with plan --out.",
    discussion: """
      Prints what `flowform plan` printed when it made the plan, in any format. Needs no server and no state. \
      With --detailed-exitcode, exits with 2 if there are changes.

      Examples:
        flowform plan --out plan.json && flowform show plan.json
        flowform plan --out plan.json && flowform show plan.json --format markdown
      """)

  @Argument(help: "The file of the plan.", completion: .file())
  var plan: String

  @Flag(help: "Exit with 2 if there is something to change.")
  var detailedExitcode = false

  @OptionGroup var output: OutputOptions

  package init() {}

  package var isQuiet: Bool { output.quiet }

  package func execute() async throws -> ExitStatus {
    try output.refuse(allBut: PlanCommand.formats, in: "show")
    let saved = try PlanFile.read(plan)
    let made = MadePlan(saved)
    let basis = saved.plan.basis
    let context = output.context(
      server: basis?.url ?? "", basis?.serverVersion ?? "", made.skippedFiles, time: basis?.made ?? "")
    let files = Set(made.plan.diagnostics.compactMap { $0.location?.file })
    let reporter = output.reporter(quoting: basis?.unchangedSources(among: files) ?? [:])
    Console.print(reporter.plan(made.plan, context: context))
    return detailedExitcode && made.plan.summary.hasChanges ? .changes : .done
  }
}
