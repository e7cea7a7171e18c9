import Exporting
import Files
import FoundationEssentials
import Model
import Operations
import Reporting

extension ExportCommand {
  /// Lists the blueprints that the server applies by itself; writes them as files if a folder is named.
  func exportInstances(_ settings: Settings) async throws -> ExitStatus {
    let context = RunContext.process
    let progress = OutputOptions.progress(isQuiet: isQuiet)
    async let _: Void = progress.follow(context.activity)
    return try await server.withServer(settings, context) { session in
      let export = try await InstanceOperation(session).run()
      context.activity.end()
      if let out { try Self.write(export.files, to: out) }
      Console.print(
        Report(output: InstanceReport(export, server: session.name, folder: out).text))
      if let out, !isQuiet { Console.note("wrote \(export.files.count) files to \(out)") }
      return .done
    }
  }

  /// Never overwrites a file with other text: somebody may have edited it.
  private static func write(_ files: [InstanceExport.File], to folder: String) throws(CommandFailure) {
    for file in files {
      let path = folder + "/" + file.path
      guard let known = FileManager.default.contents(atPath: path) else { continue }
      guard Array(known) == Array(file.text.utf8) else {
        throw CommandFailure(
          .failed, "\(path) exists and differs; nothing was written; move it away, or choose another --out")
      }
    }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for file in files {
        try AtomicFile.replace(folder + "/" + file.path, with: Array(file.text.utf8), mode: .standard)
      }
    } catch {
      throw CommandFailure(.failed, "\(folder) cannot be written; check the path given with --out")
    }
  }
}
