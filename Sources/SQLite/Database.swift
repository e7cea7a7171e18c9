import Dispatch

/// A connection that tasks take turns at. It works on a thread of its own, since a file may make it wait.
package actor Database {
  private let executor: QueueExecutor
  private let open: @Sendable () throws -> Connection
  private var connection: Connection?
  private var isClosed = false

  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Opens the connection when it is first needed.
  package init(label: String, opening open: @escaping @Sendable () throws -> Connection) {
    executor = QueueExecutor(label: label)
    self.open = open
  }

  package init(label: String, _ connection: sending Connection) {
    executor = QueueExecutor(label: label)
    open = { throw DatabaseError.closed }
    self.connection = connection
  }

  /// Runs a body as one transaction, which is rolled back if the body throws.
  package func transaction<Result: Sendable>(
    _ body: @Sendable (Connection) throws -> Result
  ) throws -> Result {
    guard !isClosed else { throw DatabaseError.closed }
    let connection = try self.connection ?? open()
    self.connection = connection
    return try connection.transaction { try body(connection) }
  }

  package func close() {
    isClosed = true
    connection = nil
  }
}

/// Runs the jobs of an actor one after the other, on a queue.
private final class QueueExecutor: SerialExecutor {
  private let queue: DispatchQueue

  init(label: String) {
    queue = DispatchQueue(label: label)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}
