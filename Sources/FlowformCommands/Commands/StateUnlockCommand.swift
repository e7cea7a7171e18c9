package import ArgumentParser
import Foundation
import Reporting
import StateFile

/// `flowform state unlock`: removes a lock that nobody holds any more.
package struct StateUnlockCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "unlock", abstract: "Remove a lock on the state that nobody holds any more.",
    discussion: """
      A lock that a dead process left on this machine is taken over by the next apply anyway; this is for \
      one that a process on another machine left, which only you can know to have ended.
      """)

  @OptionGroup var state: StateOptions

  @Flag(help: "The lock on the state of --sandbox.")
  var sandbox = false

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Remove it although a process of this machine holds it and may be writing.")
  var force = false

  @OptionGroup var target: TargetOptions

  package init() {}

  package func execute() async throws -> ExitStatus {
    let store = state.store(isSandbox: sandbox, try target.settings())
    do {
      switch try store.lockStatus() {
      case .free:
        Console.result("The state \(store.path) is not locked.")
        return .done
      case .held(let holder) where !force:
        throw CommandFailure(
          .wrong,
          "the state is locked by \(name(holder)), which still runs on this machine; wait for it or end it, or give --force if it must be"
        )
      case .held(let holder), .left(let holder):
        Console.note("The state \(store.path) is locked by \(Terminal.escaped(name(holder))).")
        try confirm()
        try store.breakLock()
        Console.result("Unlocked.")
        return .done
      }
    } catch let error as StateError {
      throw CommandFailure(.wrong, "\(error)")
    }
  }

  private func name(_ holder: LockHolder?) -> String {
    holder.map { "\($0)" } ?? "a process that the lock does not name"
  }

  private func confirm() throws(CommandFailure) {
    guard !yes else { return }
    guard isatty(STDIN_FILENO) == 1 else {
      throw CommandFailure(.wrong, "the lock was left: there is no terminal to ask at; give --yes")
    }
    Console.ask("Is it certain that it no longer runs? Only `yes` is taken as a yes: ")
    guard readLine()?.trimmingCharacters(in: .whitespaces) == "yes" else {
      throw CommandFailure(.wrong, "the lock was left")
    }
  }
}
