import Glibc
import StateFile

extension StateStore {
  /// Changes the state under its lock. The serial grows only where the body changed something.
  func edit<Result>(
    command: String, _ body: (inout StateSnapshot) async throws -> Result
  ) async throws -> Result {
    let lock = try lock(command: command)
    let path = lockPath
    Interrupts.shared.beforeExit { unlink(path) }
    if let holder = lock.takenOverFrom {
      Console.note("note: took over the lock that \(holder) left behind")
    }
    let before = try recover()
    var snapshot = before
    let result = try await body(&snapshot)
    try commit(snapshot, after: before)
    lock.release()
    return result
  }
}
