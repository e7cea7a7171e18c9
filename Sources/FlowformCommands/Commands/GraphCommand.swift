package import ArgumentParser
import Blueprints
import Files
import FoundationEssentials
import LiveReading
import Model
import Operations
import Planning
import Reporting

/// `flowform graph`: draws flows, stages and policies, or who may open which application.
package struct GraphCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "graph", abstract: "Draw flows with their stages and policies, or who may open what.",
    discussion: """
      Draws your blueprints, without a server. With a saved plan, its creates, updates and deletes are marked, and \
      the page lists them. With --live, it draws the objects on the server instead.

      --of access shows each application with the policies, groups and users that are bound to it, its provider, and \
      the flows that the provider uses. If no enabled binding gates an application, everybody may open it; the \
      picture marks it.

      Examples:
        flowform graph > flows.mmd
        flowform graph --flow login --format svg --out login.svg
        flowform graph --of access --format html --out access.html
        flowform graph --live --flow login
        flowform plan --out plan.json && flowform graph --plan plan.json --format html --out flows.html
      """)

  enum Subject: String, ExpressibleByArgument, CaseIterable {
    case flows, access
  }

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case mermaid, svg, html
  }

  @OptionGroup var blueprints: BlueprintOptions
  @OptionGroup var language: LanguageOptions
  @OptionGroup var catalog: CatalogOptions

  @Option(
    name: .customLong("of"), help: "What to draw: flows, or access (who may open which application).")
  var subject = Subject.flows

  @Option(help: "How to draw.")
  var format = Format.mermaid

  @Flag(help: "Draw the objects on the server instead of the blueprints.")
  var live = false

  @Option(help: ArgumentHelp("Draw only the flow with this slug (repeatable).", valueName: "slug"))
  var flow: [String] = []

  @Option(
    help: ArgumentHelp("Mark the changes of a plan saved with `plan --out`.", valueName: "file"),
    completion: .file())
  var plan: String?

  @Option(help: ArgumentHelp("Write the picture to a file.", valueName: "file"), completion: .file())
  var out: String?

  @OptionGroup var server: ServerOptions
  @OptionGroup var messages: MessageOptions

  @OptionGroup var target: TargetOptions

  package init() {}

  package var isQuiet: Bool { messages.quiet }

  package func validate() throws {
    if subject == .access, !flow.isEmpty {
      throw ValidationError("--flow chooses flows, and --of access draws applications; use one.")
    }
    if live, plan != nil {
      throw ValidationError("--plan marks the changes of blueprints, and --live draws none; use one.")
    }
    let ofBlueprints = blueprints.given + language.given + catalog.given
    if live, let option = ofBlueprints.first {
      throw ValidationError("--live draws the objects on the server, so it does not take \(option).")
    }
    if live, server.read == .probe {
      throw ValidationError("--live reads lists, which --read probe does not.")
    }
    if !live, let option = server.given.first {
      throw ValidationError("\(option) is for a server; add --live to draw its objects.")
    }
  }

  package func execute() async throws -> ExitStatus {
    live ? try await drawServer() : try drawBlueprints()
  }

  private func drawBlueprints() throws -> ExitStatus {
    let plan = try plan.map { path throws(OperationError) in try PlanFile.read(path).plan }
    let offline = try OfflineBlueprints(
      blueprints, language, catalog, target, otherwise: plan?.basis?.paths)
    let (files, desired) = (offline.files, try offline.desired())
    let diagnostics = files.diagnostics + desired.diagnostics
    Console.print(messages.reporter(files).diagnostics(diagnostics))
    guard !diagnostics.hasErrors else { return .failed }
    // The page of a plan has the plan's own.
    let findings = plan == nil ? diagnostics : []
    let access = AccessGraph(
      desired.entries, leftOut: desired.described, isPart: !blueprints.only.isEmpty, plan: plan,
      mask: desired.secretMask)
    let context = plan.map { plan in
      let basis = plan.basis
      return PlanContext(
        server: basis?.url ?? "", serverVersion: basis?.serverVersion ?? "", time: basis?.made ?? "")
    }
    guard subject == .flows else {
      return try write(.access(access), findings) {
        .access(access, plan: plan, context: context, time: now)
      }
    }
    let all = FlowGraph(desired.entries, plan: plan, mask: desired.secretMask)
    if let unknown = flow.first(where: { !all.slugs.contains($0) }) {
      throw OperationError.noFlow(unknown, of: "the blueprints have", all.slugs)
    }
    guard flow.isEmpty else {
      let graph = all.only(flow)
      return try write(.flows(graph), diagnostics) { .flows(graph, time: now) }
    }
    return try write(.flows(all), findings) {
      if let plan, let context {
        .plan(plan, context: context, graph: all, access: access)
      } else {
        .flows(all, access: access, time: now)
      }
    }
  }

  private func drawServer() async throws -> ExitStatus {
    let progress = OutputOptions.progress(isQuiet: isQuiet)
    let context = RunContext.process
    async let _: Void = progress.follow(context.activity)
    return try await server.withServer(try target.settings(), context) { session in
      let operation = PictureOperation(session)
      let read = subject == .flows ? try await operation.flows(flow) : try await operation.access()
      context.activity.end()
      Console.print(messages.reporter().diagnostics(read.diagnostics))
      switch subject {
      case .flows:
        let graph = FlowGraph(read.objects)
        return try write(.flows(graph), read.diagnostics) {
          .flows(graph, server: session.name, version: session.version, time: now)
        }
      case .access:
        let graph = AccessGraph(read.objects, knowsGates: read.knowsGates)
        return try write(.access(graph), read.diagnostics) {
          .access(graph, server: session.name, version: session.version, time: now)
        }
      }
    }
  }

  private var now: String { Date.now.formatted(.iso8601) }

  private func write(
    _ picture: Picture, _ findings: [Diagnostic], page: () -> ReportPage
  ) throws -> ExitStatus {
    let text =
      switch format {
      case .mermaid: picture.mermaid
      case .svg: picture.svg
      case .html: page().adding(findings).text
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
}
