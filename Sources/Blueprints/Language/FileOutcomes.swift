import Synchronization

/// Remembers the outcomes of file reads.
final class FileOutcomes: Sendable {
  struct Request: Hashable {
    let path: String
    let blueprint: String
    let root: String?
  }

  private let known = Mutex<[Request: FileAccess.Outcome]>([:])

  func outcome(of request: Request, read: () -> FileAccess.Outcome) -> FileAccess.Outcome {
    known.withLock { known in
      if let outcome = known[request] { return outcome }
      let outcome = read()
      known[request] = outcome
      return outcome
    }
  }
}
