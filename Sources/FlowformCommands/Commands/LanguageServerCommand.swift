package import ArgumentParser
import Blueprints
import FoundationEssentials
import Glibc
import LanguageServer
import Model
import Operations
import Reporting

/// `flowform language-server`: speaks the language server protocol with an editor.
package struct LanguageServerCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "language-server", abstract: "Help with blueprints in an editor.",
    discussion: """
      Speaks the language server protocol over standard input and output. An editor starts it and shows mistakes \
      while you write, completes models, fields and tags, and finds what refers to what. It checks the blueprints as \
      `flowform validate` does in the folder that the editor opened, with the settings of flowform.yaml there. It never \
      writes a file.

      With --lens, it also reads the server every 30 seconds at most, and shows above each entry what a plan would do.

      Examples:
        flowform language-server
        flowform language-server --target staging --lens
      """)

  @Flag(help: "Show above each entry what a plan would do. Reads the server of the target, and never writes.")
  var lens = false

  @Flag(help: "Treat what the server would ignore as an error.")
  var strict = false

  // Editors of other languages pass it to their servers, and some to each.
  @Flag(help: .hidden) var stdio = false

  @OptionGroup var language: LanguageOptions
  @OptionGroup var catalog: CatalogOptions
  @OptionGroup var server: ServerOptions
  @OptionGroup var state: StateOptions
  @OptionGroup var target: TargetOptions

  package init() {}

  package func execute() async throws -> ExitStatus {
    var surroundings = Surroundings(version: Version.current, documentation: Self.documentation) { root in
      settings(in: root)
    }
    if lens { surroundings.look = { await look() } }
    let status = await EditorConnection(surroundings).run()
    return status == 0 ? .done : .failed
  }

  /// The documentation that the package installs beside the program.
  private static var documentation: String? {
    guard let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
      return nil
    }
    let folder = URL(filePath: program).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "share/doc/flowform").path
    return FileManager.default.fileExists(atPath: folder + "/Findings.md") ? folder : nil
  }

  /// The settings of the folder that the editor opened, which becomes the current one. If they have a mistake, the
  /// server tells it and goes on without them.
  private func settings(in root: String?) -> WorkspaceSettings {
    if let root, chdir(root) != 0 {
      return WorkspaceSettings.plain(problem: "\(root) cannot be opened; check its permissions")
    }
    do {
      let settings = try target.settings()
      let (paths, tests) = (settings.list(.paths), settings.list(.tests))
      return WorkspaceSettings(
        paths: paths.isEmpty ? nil : paths, testPaths: tests.isEmpty ? nil : tests,
        catalogs: try catalog.loadAll(settings),
        options: try language.desiredSetOptions(
          settings, try language.contextFiles(settings), isStrict: strict, isOffline: true))
    } catch {
      return WorkspaceSettings.plain(problem: Self.message(error))
    }
  }

  private static func message(_ error: any Error) -> String {
    switch error {
    case let failure as CommandFailure: failure.message
    case let failure as OperationError: failure.message
    default: "\(error)"
    }
  }

  /// Plans the blueprints as they are on disk.
  private func look() async -> LensLook {
    do {
      let settings = try target.settings()
      let configured = settings.list(.paths)
      let paths = configured.isEmpty ? WorkspaceSettings.search() : configured
      let contextFiles = try language.contextFiles(settings)
      var request = PlanRequest(
        files: BlueprintFiles(paths), paths: paths,
        options: try language.desiredSetOptions(settings, contextFiles, isStrict: strict, isOffline: false),
        limits: DeleteLimits(isEnforced: false))
      request.contextFiles = contextFiles
      request.mode = server.read
      request.moves = settings.moved
      var context = RunContext.process
      context.notify = { _ in }
      let (surroundings, wanted) = (context, request)
      return try await Session.with(server, state, settings, context: surroundings) { session in
        LensLook(try await PlanOperation(session).run(wanted))
      }
    } catch {
      return LensLook(problem: Self.message(error))
    }
  }
}
