package import ArgumentParser
import Blueprints
import Catalog
import Exporting
import Files
import FoundationEssentials
import Model
import Operations
import Reporting
import YAML

/// `flowform export`: writes live objects, or an export of authentik's own interface, as blueprints to keep
/// in git.
package struct ExportCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write live objects as blueprints that plan to no changes.",
    discussion: """
      Entries find their objects by names, not by primary keys. They refer to each other with !KeyOf, and to \
      objects outside the file with !Find. Fields with the server's default value are left out. Secrets are left \
      out too; a comment says how to set each one. Without --flow and --application, exports all configuration \
      except objects that authentik maintains itself.

      If the file or folder of --out exists, flowform updates it: it changes only what differs from the server, and \
      keeps comments, the order of entries, and tags that give the server's value.

      Examples:
        flowform export --flow login > blueprints/login.yaml
        flowform export --split flow --split application --out blueprints
        flowform export --target staging --secrets-from-env > staging.yaml
        flowform export --from authentik-export.yaml --out blueprints/login.yaml
        flowform export --terraform terraform.tfstate --out blueprints/login.yaml --adopt
        flowform export --from-instances --out blueprints
      """)

  @Option(
    help: ArgumentHelp("Export only this flow and everything that it needs (repeatable).", valueName: "slug"))
  var flow: [String] = []

  @Option(
    help: ArgumentHelp(
      "Export only this application with its provider, entitlements and policies (repeatable).",
      valueName: "slug"))
  var application: [String] = []

  @Option(
    help: ArgumentHelp(
      "Export only objects of this model. Others are looked up (repeatable).", valueName: "model"))
  var only: [String] = []

  @Flag(help: "Export objects that authentik maintains itself, too.")
  var managed = false

  @Option(
    help: ArgumentHelp(
      "Write a folder with a file for each flow, application or kind. Give flow and application together to have both (repeatable). Needs --out.",
      valueName: "flow|application|kind"))
  var split: [ExportSplit] = []

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
    help: ArgumentHelp(
      "Write to this file, or to this folder with --split (default: standard output).", valueName: "path"),
    completion: .file())
  var out: String?

  @Option(
    help: ArgumentHelp(
      "Write for another version of authentik than the server's, such as 2025.10.", valueName: "version"))
  var forVersion: String?

  @Flag(help: "Keep fields with the server's default value.")
  var withDefaults = false

  @Flag(help: "Write each secret as !Env instead of a comment.")
  var secretsFromEnv = false

  @OptionGroup var language: LanguageOptions
  @OptionGroup var server: ServerOptions
  @OptionGroup var state: StateOptions
  @OptionGroup var catalog: CatalogOptions

  @OptionGroup var messages: MessageOptions

  @OptionGroup var target: TargetOptions

  package init() {}

  package var isQuiet: Bool { messages.quiet }

  package func validate() throws {
    let selects = !flow.isEmpty || !application.isEmpty || !only.isEmpty || managed || !split.isEmpty
    if from != nil, selects || forVersion != nil {
      throw ValidationError(
        "--from rewrites a whole file, without --flow, --application, --only, --managed, --split and --for-version."
      )
    }
    if !split.isEmpty, out == nil { throw ValidationError("--split writes a folder; name it with --out.") }
    if split.contains(.kind), split.count > 1 {
      throw ValidationError(
        "--split kind puts every object into the file of its kind; leave out the other --split.")
    }
    if terraform != nil, from != nil || selects || forVersion != nil || secretsFromEnv {
      throw ValidationError(
        "--terraform exports the objects of a Terraform state, without --flow, --application, --only, --managed, --split, --from, --for-version and --secrets-from-env."
      )
    }
    if adopt, terraform == nil || out == nil {
      throw ValidationError(
        "--adopt is for --terraform and --out: the state remembers the file of each object.")
    }
    if state.state != nil, !adopt {
      throw ValidationError("--state is for --adopt; without it, an export neither reads nor writes a state.")
    }
    if fromInstances,
      from != nil || terraform != nil || selects || forVersion != nil || withDefaults || secretsFromEnv
    {
      throw ValidationError("--from-instances takes no option but --out.")
    }
  }

  package func execute() async throws -> ExitStatus {
    let settings = try target.settings()
    if let from {
      let exporter = try rewritten(from, settings)
      return try print(exporter, exporter.diagnostics)
    }
    if let terraform { return try await move(from: terraform, settings) }
    if fromInstances { return try await exportInstances(settings) }
    let existing = try existingFiles()
    let progress = OutputOptions.progress(isQuiet: isQuiet)
    let context = RunContext.process
    async let _: Void = progress.follow(context.activity)
    return try await server.withServer(settings, context) { session in
      let operation = ExportOperation(session, keepsDefaults: withDefaults)
      let objects = try await operation.read(
        scope(session.catalog), flows: flow, applications: application)
      let versions = try forVersion.map { try ExportVersions($0, session) }
      var style = operation.style(for: versions?.target)
      style.readsSecretsFromEnvironment = secretsFromEnv
      style.older = versions?.older
      context.activity.end()
      guard let out, !split.isEmpty || existing != nil else {
        return try print(objects, style, versions)
      }
      let options = try language.desiredSetOptions(
        settings, try language.contextFiles(settings), isStrict: false, isOffline: false)
      let result = try await ExportUpdate(operation, options: options).run(
        objects, style: style, split.isEmpty ? .file(out) : .folder(Set(split)),
        root: split.isEmpty ? nil : out,
        existing ?? BlueprintFiles([]))
      return try finish(result, existing, versions, out)
    }
  }

  private func scope(_ catalog: Catalog) throws -> ExportScope {
    var scope =
      flow.isEmpty && application.isEmpty
      ? ExportScope.everything : .parts(flows: flow, applications: application)
    scope.includesManaged = managed
    for name in only {
      guard let kind = catalog.kind(name.lowercased()), kind.canList else {
        throw CommandFailure(
          .usage, "unknown model \(name)\(catalog.modelHint(for: name.lowercased())); check --only")
      }
      scope.only.insert(kind.model)
    }
    return scope
  }

  /// The blueprints that the export updates. Nil if there are none.
  private func existingFiles() throws -> BlueprintFiles? {
    guard let out else { return nil }
    var isFolder = false
    guard FileManager.default.fileExists(atPath: out, isDirectory: &isFolder) else { return nil }
    guard isFolder == !split.isEmpty else {
      throw CommandFailure(
        .usage,
        split.isEmpty
          ? "\(out) is a folder; pass --split to write a folder of files, or name a file with --out"
          : "\(out) is a file; --split writes a folder, so name one with --out")
    }
    let files = BlueprintFiles([out])
    // An empty file, and a device such as /dev/null, is written like a new one.
    let isEmpty = files.files.allSatisfy(\.source.bytes.isEmpty)
    if isEmpty, isFolder || !files.files.isEmpty { return nil }
    if let error = files.diagnostics.first(where: { $0.severity == .error }) {
      throw CommandFailure(.failed, "\(out): \(error.message)")
    }
    guard forVersion == nil else {
      throw CommandFailure(
        .usage,
        "--for-version writes new files, and \(out) has blueprints already; name another place with --out")
    }
    return files
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

  // MARK: - Results

  private func print(
    _ objects: ExportOperation.Objects, _ style: EntryStyle, _ versions: ExportVersions?
  ) throws -> ExitStatus {
    let exporter = Exporter(objects.graph, style: style)
    var text = try Self.text(of: exporter)
    var diagnostics = objects.diagnostics + exporter.diagnostics
    if let versions {
      let name = out ?? "the export"
      let newer = try versions.newer([SourceText(file: name, bytes: Array(text.utf8))])
      diagnostics += newer.diagnostics
      if let bytes = newer.texts[name] { text = String(decoding: bytes, as: UTF8.self) }
    }
    Console.print(messages.reporter().diagnostics(diagnostics))
    return try finish(text, exporter.entryCount)
  }

  func print(_ exporter: Exporter, _ diagnostics: [Diagnostic]) throws -> ExitStatus {
    Console.print(messages.reporter().diagnostics(diagnostics))
    return try finish(Self.text(of: exporter), exporter.entryCount)
  }

  private func finish(_ text: String, _ entryCount: Int) throws -> ExitStatus {
    guard let out else {
      Console.print(Report(output: text))
      return .done
    }
    // If the folder cannot be made, neither can the file.
    try? FileManager.default.createDirectory(atPath: Folder.path(of: out), withIntermediateDirectories: true)
    do { try AtomicFile.replace(out, with: Array(text.utf8), mode: .standard) } catch {
      throw CommandFailure(.failed, "\(out) cannot be written; check the path given with --out")
    }
    if !isQuiet { Console.note("wrote \(entryCount) entries to \(out)") }
    return .done
  }

  private func finish(
    _ result: ExportResult, _ existing: BlueprintFiles?, _ versions: ExportVersions?, _ out: String
  ) throws -> ExitStatus {
    var result = result
    var diagnostics = result.diagnostics
    if let versions {
      let newer = try versions.newer(
        result.files.compactMap { file in
          file.bytes.map { SourceText(file: file.path, bytes: $0) }
        })
      diagnostics += newer.diagnostics
      result = result.replacing(newer.texts)
    }
    Console.print(messages.reporter(existing).diagnostics(diagnostics))
    if diagnostics.hasErrors { return .failed }
    try result.write()
    if !isQuiet { Console.note(result.summary(out)) }
    return .done
  }
}

extension ExportSplit: ExpressibleByArgument {}
