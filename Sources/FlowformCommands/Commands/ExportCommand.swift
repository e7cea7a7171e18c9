package import ArgumentParser
import Catalog
import Exporting
import Files
import Model
import Operations
import Reporting
import YAML

/// `flowform export`: writes live objects, or an export of authentik's own interface, as a blueprint to keep
/// in git.
package struct ExportCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write live objects as a blueprint that plans to no changes.",
    discussion: """
      Objects are found by natural identifiers. They refer to each other by !KeyOf, and to objects outside the \
      file by !Find. Fields with their default value are left out. Secrets are never written: a comment tells \
      how to set each one. Without --flow, all configuration is exported except the objects that authentik \
      maintains itself.

      Examples:
        flowform export --flow login > blueprints/login.yaml
        flowform export --out blueprints/everything.yaml
        flowform export --from authentik-export.yaml --out blueprints/login.yaml
      """)

  @Option(
    help: ArgumentHelp("The flow with this slug and everything it needs (repeatable).", valueName: "slug"))
  var flow: [String] = []

  @Option(
    help: ArgumentHelp(
      "Rewrite a file that authentik's own interface exported, without a server.", valueName: "file"),
    completion: .file())
  var from: String?

  @Option(
    help: ArgumentHelp("Where to write; standard output unless given.", valueName: "file"),
    completion: .file())
  var out: String?

  @Flag(help: "Keep fields with their default value.")
  var withDefaults = false

  @OptionGroup var server: ServerOptions
  @OptionGroup var catalog: CatalogOptions

  @Flag(name: .shortAndLong, help: "Print only the blueprint.")
  var quiet = false

  @Flag(help: "Print without colour, as NO_COLOR does.")
  var noColor = false

  @OptionGroup var target: TargetOptions

  package init() {}

  package func validate() throws {
    if from != nil, !flow.isEmpty {
      throw ValidationError("--from rewrites a whole file, without --flow.")
    }
  }

  package func execute() async throws -> ExitStatus {
    let settings = try target.settings()
    if let from {
      let exporter = try rewritten(from, settings)
      return try finish(exporter, exporter.diagnostics)
    }
    let progress = OutputOptions.progress(isQuiet: quiet)
    let context = RunContext.process
    async let _: Void = progress.follow(context.activity)
    return try await server.withServer(settings, context) { session in
      let (exporter, diagnostics) = try await ExportOperation(session, keepsDefaults: withDefaults)
        .run(flows: flow)
      context.activity.end()
      return try finish(exporter, diagnostics)
    }
  }

  private func rewritten(_ path: String, _ settings: Settings) throws -> Exporter {
    let catalog = try catalog.load(settings)
    let bytes = try InputFile.read(path, advice: "check the path given with --from")
    do throws(ExportFileReader.Failure) {
      let source = SourceText(file: path, bytes: bytes)
      return Exporter(
        try ExportFileReader.read(source, catalog: catalog), scope: .all,
        defaults: withDefaults ? nil : CreateDefaults(nearestTo: catalog.version))
    } catch {
      throw CommandFailure(.failed, error.message)
    }
  }

  private func finish(_ exporter: Exporter, _ diagnostics: [Diagnostic]) throws -> ExitStatus {
    let reporter = TextReporter(terminal: OutputOptions.terminal(noColor: noColor))
    let shown = diagnostics.filter { !quiet || $0.severity == .error }
    Console.print(Report(error: reporter.diagnostics(shown).error))
    let text = try Emitter.text(of: exporter.document).separatingEntries
    guard let out else {
      Console.print(Report(output: text))
      return .done
    }
    do { try AtomicFile.replace(out, with: Array(text.utf8), mode: .standard) } catch {
      throw CommandFailure(.failed, "\(out) cannot be written; check the path given with --out")
    }
    if !quiet { Console.note("wrote \(exporter.entryCount) entries to \(out)") }
    return .done
  }
}

extension String {
  /// Adds an empty line between entries; only entries start a line with a dash.
  fileprivate var separatingEntries: String {
    replacing("\n- model:", with: "\n\n- model:").replacing("entries:\n\n", with: "entries:\n")
  }
}
