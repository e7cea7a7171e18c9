import ArgumentParser
import Reporting

extension Flowform {
  /// Ends the process, since it cannot work here.
  package static func refuse(_ reason: String) -> Never {
    Console.note("error: \(reason)")
    exit(withError: ExitCode(ExitStatus.failed.rawValue))
  }

  /// Runs the command that the process's arguments name, and ends the process.
  package static func start(_ arguments: [String]) async -> Never {
    // Tools ask for the version often, and it takes no parser, which takes most of the start.
    if arguments == ["--version"] {
      Console.result(Version.description)
      exit()
    }
    do {
      if let problem = EmptyArgument.problem(in: arguments) { throw ValidationError(problem) }
      if let topic = try unknownTopic(arguments) { throw ValidationError("There is no command '\(topic)'.") }
      var command = try await asyncParseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      exit()
    } catch {
      guard exitCode(for: error) == .validationFailure, let root = try? CommandDescription.root(),
        let correction = Misspelling.correction(of: arguments, in: root)
      else { exit(withError: error) }
      var lines = fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false)
      lines[0] = Substring(Misspelling.offering(correction, in: String(lines[0])))
      Console.print(
        Report(error: Terminal.escaped(lines.joined(separator: "\n"), keepsLines: true) + "\n"))
      exit(withError: ExitCode.validationFailure)
    }
  }

  private static func unknownTopic(_ arguments: [String]) throws -> String? {
    guard arguments.first == "help" else { return nil }
    return Misspelling.unknownTopic(of: arguments, in: try CommandDescription.root())
  }
}
