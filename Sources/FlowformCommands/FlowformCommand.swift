package import ArgumentParser
import Operations

/// A command of flowform; it prints its result and returns an exit status.
package protocol FlowformCommand: AsyncParsableCommand {
  /// True to print no notes.
  var isQuiet: Bool { get }

  func execute() async throws -> ExitStatus
}

extension FlowformCommand {
  package var isQuiet: Bool { false }

  /// Turns a command's result into an exit status; a failure is printed as one sentence.
  package func run() async throws {
    Interrupts.shared.install()
    let status: ExitStatus
    do {
      status = try await Console.$isQuiet.withValue(isQuiet) { try await execute() }
    } catch let failure as CommandFailure {
      Console.note("error: \(failure.message)")
      status = failure.status
    } catch let error as OperationError {
      Console.note("error: \(error.message)")
      status = ExitStatus(error.code)
    }
    if status != .done { throw ExitCode(status.rawValue) }
  }
}
