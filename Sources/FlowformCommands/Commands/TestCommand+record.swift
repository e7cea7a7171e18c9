import FlowTesting
import FoundationEssentials
import Model
import Operations

extension TestCommand {
  /// Walks a flow by the answers of the person at the terminal, and writes them as a test file.
  func record(_ flow: String, _ settings: Settings) async throws -> ExitStatus {
    let path = try recordingPath(flow)
    let context = RunContext.process
    let recording = try await server.withServer(settings, context) { session in
      context.activity.end()
      let connection = try session.testedConnection()
      do throws(WalkError) {
        return try await FlowTestOperation(connection, session.api).record(
          flow, with: TerminalDialogue(cleanUps: context.cleanUps), allowsWrites: allowWrites,
          isProtected: settings.isProtected)
      } catch {
        throw CommandFailure(.failed, "\(error)")
      }
    }
    do {
      try Data(recording.text.utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
    } catch {
      Console.result(recording.text)
      throw CommandFailure(
        .failed,
        "\(path) cannot be written, so the test is printed above; check the permissions of its folder")
    }
    Console.result("Wrote \(path).")
    if !recording.variables.isEmpty {
      Console.result(
        "It reads the variables \(recording.variables.joined(separator: ", ")); set them to run it.")
    }
    for left in recording.leftBehind { Console.note("note: left on the server: \(left)") }
    return .done
  }

  /// Where the test file goes: the path that is given, or the flow's name in the folder that is given.
  private func recordingPath(_ flow: String) throws(CommandFailure) -> String {
    guard paths.count <= 1 else {
      throw CommandFailure(.failed, "--record writes one test file; pass one path")
    }
    var path = paths.first ?? "."
    if !path.hasSuffix(".flowtest.yaml") {
      while path.hasSuffix("/"), path.count > 1 { path.removeLast() }
      path = (path == "." ? "" : path + "/") + flow.replacing("/", with: "-") + ".flowtest.yaml"
    }
    guard !FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure(.failed, "\(path) already exists; pass the path of another file, or move it away")
    }
    return path
  }
}
