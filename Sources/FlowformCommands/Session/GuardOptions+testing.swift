import FlowTesting
import Operations
import Remote

extension GuardOptions {
  /// How an apply is tested; nil without --test. Throws if tests may not write to this target.
  func testing(_ settings: Settings, _ session: Session) throws(CommandFailure) -> ApplyTesting? {
    guard test else { return nil }
    if allowWrites { try settings.refuseWritesOfTests() }
    let connection = try session.server.testedConnection()
    let operation = FlowTestOperation(connection, session.server.api)
    let parallelism = session.server.parallelism
    var testing = ApplyTesting { request in
      var request = request
      request.parallelism = parallelism
      request.isProtected = settings.isProtected
      return await operation.run(request)
    }
    testing.allowsWrites = allowWrites
    testing.timeout = connection.timeoutSeconds
    return testing
  }
}

extension Settings {
  /// Throws if the target is protected from tests that write.
  func refuseWritesOfTests() throws(CommandFailure) {
    guard isProtected else { return }
    let which = target.map { "the target `\($0)`" } ?? "this server"
    throw CommandFailure(
      .changes,
      "\(which) is marked `protected: true` in flowform.yaml, so no test may write to it; leave out --allow-writes"
    )
  }
}

extension ServerSession {
  /// How tests reach the server. Without a connection they must not pass in silence.
  func testedConnection() throws(CommandFailure) -> ConnectionOptions {
    guard let connection else {
      throw CommandFailure(.failed, "there is no connection to the server to walk flows with")
    }
    return connection
  }
}
