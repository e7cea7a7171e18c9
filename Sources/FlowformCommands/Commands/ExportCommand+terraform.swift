import Exporting
import Files
import Model
import Operations
import Reporting
import State
import SystemPackage

extension ExportCommand {
  /// Exports the objects of Terraform's state, and with `--adopt` records them in flowform's.
  func move(from path: String, _ settings: Settings) async throws -> ExitStatus {
    let terraform = try Self.terraformState(path)
    let name = Self.name(ofTerraformState: path)
    let progress = OutputOptions.progress(isQuiet: isQuiet)
    let keepsDefaults = withDefaults
    guard adopt, let out else {
      let context = RunContext.process
      async let _: Void = progress.follow(context.activity)
      return try await server.withServer(settings, context) { session in
        let (exporter, diagnostics) = try await ExportOperation(session, keepsDefaults: keepsDefaults)
          .run(terraform, file: name)
        context.activity.end()
        return try print(exporter, diagnostics)
      }
    }
    return try await Session.with(server, state, settings, progress: progress) { session in
      let (exporter, diagnostics) = try await ExportOperation(session.server, keepsDefaults: keepsDefaults)
        .run(terraform, file: name)
      let source = SourceText(file: Self.planned(out), bytes: Array(try Self.text(of: exporter).utf8))
      let result = try await AdoptOperation(session).run([source], Set(exporter.objects.map(\.id))) {
        session.context.activity.end()
        _ = try print(exporter, diagnostics)
      }
      Console.print(messages.reporter().diagnostics(result.diagnostics))
      guard !result.diagnostics.hasErrors else { return .failed }
      if !isQuiet { Console.note("recorded \(result.count) objects in \(session.state.name) as created") }
      return .done
    }
  }

  private static func terraformState(_ path: String) throws -> TerraformState {
    let name = name(ofTerraformState: path)
    let bytes: [UInt8]
    if path == "-" {
      switch BoundedFile.read(FileDescriptor.standardInput, limit: TerraformState.sizeLimit) {
      case .bytes(let read): bytes = read
      case .tooLarge, .unreadable:
        throw CommandFailure(
          .usage, "\(name) cannot be read; pipe the output of `terraform state pull` into it")
      }
    } else {
      bytes = try InputFile.read(
        path, advice: "check the path given with --terraform", limit: TerraformState.sizeLimit)
    }
    do throws(TerraformState.Failure) { return try TerraformState(bytes, file: name) } catch {
      throw CommandFailure(.failed, error.message)
    }
  }

  private static func name(ofTerraformState path: String) -> String {
    path == "-" ? "standard input" : path
  }

  /// The path as a later plan of its folder names it.
  private static func planned(_ path: String) -> String {
    path.hasPrefix("./") ? String(path.dropFirst(2)) : path
  }
}
