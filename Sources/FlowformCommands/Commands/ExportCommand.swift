package import ArgumentParser
import Catalog
import Exporting
import Files
import FoundationEssentials
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
      Entries find their objects by names, not by primary keys. They refer to each other with !KeyOf, and to \
      objects outside the file with !Find. Fields with the server's default value are left out. Secrets are left \
      out too; a comment says how to set each one. Without --flow, exports all configuration except objects that \
      authentik maintains itself.

      Examples:
        flowform export --flow login > blueprints/login.yaml
        flowform export --out blueprints/everything.yaml
        flowform export --from authentik-export.yaml --out blueprints/login.yaml
        flowform export --terraform terraform.tfstate --out blueprints/login.yaml --adopt
        flowform export --from-instances --out blueprints
      """)

  @Option(
    help: ArgumentHelp("Export only this flow and everything that it needs (repeatable).", valueName: "slug"))
  var flow: [String] = []

  @Option(
    help: ArgumentHelp(
      "Rewrite a file that you exported in authentik. Needs no server.", valueName: "file"),
    completion: .file())
  var from: String?

  @Flag(
    help:
      "List the blueprints that the server applies by itself, and how to move them. With --out, write them to that folder."
  )
  var fromInstances = false

  @Option(
    help: ArgumentHelp(
      "Export the objects of a Terraform state, or of the output of `terraform show -json` (- for standard input).",
      valueName: "file"),
    completion: .file())
  var terraform: String?

  @Flag(
    help:
      "With --terraform: also record the objects in flowform's state, as created by flowform, so that --prune may delete them."
  )
  var adopt = false

  @Option(
    help: ArgumentHelp("Write to this file (default: standard output).", valueName: "file"),
    completion: .file())
  var out: String?

  @Flag(help: "Keep fields with the server's default value.")
  var withDefaults = false

  @OptionGroup var server: ServerOptions
  @OptionGroup var state: StateOptions
  @OptionGroup var catalog: CatalogOptions

  @OptionGroup var messages: MessageOptions

  @OptionGroup var target: TargetOptions

  package init() {}

  package var isQuiet: Bool { messages.quiet }

  package func validate() throws {
    if from != nil, !flow.isEmpty {
      throw ValidationError("--from rewrites a whole file, without --flow.")
    }
    if terraform != nil, from != nil || !flow.isEmpty {
      throw ValidationError(
        "--terraform exports the objects of a Terraform state, without --flow and --from.")
    }
    if adopt, terraform == nil || out == nil {
      throw ValidationError(
        "--adopt is for --terraform and --out: the state remembers the file of each object.")
    }
    if state.state != nil, !adopt {
      throw ValidationError("--state is for --adopt; without it, an export neither reads nor writes a state.")
    }
    if fromInstances, from != nil || !flow.isEmpty || withDefaults {
      throw ValidationError("--from-instances takes no option but --out.")
    }
  }

  package func execute() async throws -> ExitStatus {
    let settings = try target.settings()
    if let from {
      let exporter = try rewritten(from, settings)
      return try finish(exporter, exporter.diagnostics)
    }
    if let terraform { return try await move(from: terraform, settings) }
    if fromInstances { return try await exportInstances(settings) }
    let progress = OutputOptions.progress(isQuiet: isQuiet)
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

  static func text(of exporter: Exporter) throws -> String {
    try Emitter.text(of: exporter.document).separatingEntries
  }

  func finish(_ exporter: Exporter, _ diagnostics: [Diagnostic]) throws -> ExitStatus {
    Console.print(messages.reporter().diagnostics(diagnostics))
    let text = try Self.text(of: exporter)
    guard let out else {
      Console.print(Report(output: text))
      return .done
    }
    // If the folder cannot be made, neither can the file.
    try? FileManager.default.createDirectory(atPath: Folder.path(of: out), withIntermediateDirectories: true)
    do { try AtomicFile.replace(out, with: Array(text.utf8), mode: .standard) } catch {
      throw CommandFailure(.failed, "\(out) cannot be written; check the path given with --out")
    }
    if !isQuiet { Console.note("wrote \(exporter.entryCount) entries to \(out)") }
    return .done
  }
}

extension String {
  /// Adds an empty line between entries; only entries start a line with a dash.
  fileprivate var separatingEntries: String {
    replacing("\n- model:", with: "\n\n- model:").replacing("entries:\n\n", with: "entries:\n")
  }
}
