package import ArgumentParser
import Blueprints
import Files
import Foundation
import Model
import Operations
import Planning
import Reporting

/// `flowform graph`: draws flows, stages and policies.
package struct GraphCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "graph", abstract: "Draw flows with their stages and policies.",
    discussion: """
      Needs no server. With a saved plan, its creates, updates and deletes are marked, and the page lists them.

      Examples:
        flowform graph > flows.mmd
        flowform plan --out plan.json && flowform graph --plan plan.json --format html --out flows.html
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case mermaid, svg, html
  }

  @OptionGroup var blueprints: BlueprintOptions
  @OptionGroup var language: LanguageOptions
  @OptionGroup var catalog: CatalogOptions

  @Option(help: "How to draw.")
  var format = Format.mermaid

  @Option(
    help: ArgumentHelp("Mark the changes of a plan saved with `plan --out`.", valueName: "file"),
    completion: .file())
  var plan: String?

  @Option(help: ArgumentHelp("Write the picture to a file.", valueName: "file"), completion: .file())
  var out: String?

  @OptionGroup var target: TargetOptions

  package init() {}

  package func execute() async throws -> ExitStatus {
    let plan = try plan.map { path throws(OperationError) in try PlanFile.read(path).plan }
    let offline = try OfflineBlueprints(
      blueprints, language, catalog, target, otherwise: plan?.basis?.paths)
    let (files, desired) = (offline.files, try offline.desired())
    let diagnostics = files.diagnostics + desired.diagnostics
    Console.print(OutputOptions.textReporter(files).diagnostics(diagnostics))
    guard !diagnostics.hasErrors else { return .failed }
    let graph = FlowGraph(desired.entries, plan: plan, mask: desired.secretMask)
    let text =
      switch format {
      case .mermaid: MermaidDiagram.text(of: graph)
      case .svg: SVGDiagram.text(of: graph)
      case .html: page(graph, plan).text
      }
    guard let out else {
      Console.print(Report(output: text))
      return .done
    }
    do { try AtomicFile.replace(out, with: Array(text.utf8), mode: .standard) } catch {
      throw CommandFailure(
        .failed, "the picture cannot be written to \(out); check the folder and its permissions")
    }
    return .done
  }

  private func page(_ graph: FlowGraph, _ plan: Plan?) -> ReportPage {
    guard let plan else { return .flows(graph, time: Date.now.formatted(.iso8601)) }
    let basis = plan.basis
    return .plan(
      plan,
      context: PlanContext(
        server: basis?.url ?? "", serverVersion: basis?.serverVersion ?? "", time: basis?.made ?? ""),
      graph: graph)
  }
}
