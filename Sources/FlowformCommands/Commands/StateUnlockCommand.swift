package import ArgumentParser
import Glibc
import Model
import Reporting
import State

/// `flowform state unlock`: removes a lock that no run holds any more.
package struct StateUnlockCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "unlock", abstract: "Remove a lock on the state that no run holds any more.",
    discussion: """
      Use unlock if a process on another machine left the lock and you are sure that the process has ended. If \
      it ran on this machine, the next apply takes over its lock by itself.

      Examples:
        flowform state unlock
        flowform state unlock --target staging
      """)

  @OptionGroup var state: StateOptions

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Remove the lock even if a process on this machine still holds it and may be writing.")
  var force = false

  @OptionGroup var access: AccessOptions
  @OptionGroup var target: TargetOptions
  @OptionGroup var messages: MessageOptions

  package init() {}

  package var isQuiet: Bool { messages.quiet }

  package func execute() async throws -> ExitStatus {
    try await state.with(access, try target.settings()) { try await unlock($0) }
  }

  private func unlock(_ store: any StateBackend) async throws -> ExitStatus {
    let report = try await store.lockReport()
    switch report {
    case .free:
      Console.result("The state \(store.name) is not locked.")
    case .held(let holder) where !force:
      throw CommandFailure(
        .failed,
        "the state is locked by \(holder), which still runs on this machine; wait for it, end it, or pass --force"
      )
    case .held(let holder), .left(let holder, _, _):
      Console.note("The state \(store.name) is locked by \(Terminal.escaped(holder)).")
      try confirm()
      try await store.breakLock(report)
      Console.result("Unlocked.")
    }
    return .done
  }

  private func confirm() throws(CommandFailure) {
    guard !yes else { return }
    guard isatty(STDIN_FILENO) == 1 else {
      throw CommandFailure(
        .failed, "the lock was kept: there is no terminal to ask for confirmation; pass --yes")
    }
    Console.ask("Are you sure that it no longer runs? Type `yes` to confirm: ")
    guard readLine()?.trimmed == "yes" else {
      throw CommandFailure(.failed, "the lock was kept")
    }
  }
}
