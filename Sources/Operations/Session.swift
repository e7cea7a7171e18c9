import LiveReading
import Planning
package import State

/// What an operation works on: a server, the state that goes with it, and the front end's surroundings.
package struct Session: Sendable {
  package let server: ServerSession
  package let state: any StateBackend
  package let context: RunContext

  package init(_ server: ServerSession, _ state: any StateBackend, _ context: RunContext) {
    self.server = server
    self.state = state
    self.context = context
  }

  /// A reader that has read nothing yet.
  func reader(_ mode: ReadMode = .auto) -> LiveReader {
    LiveReader(server.api, catalog: server.catalog, mode: mode, parallelism: server.parallelism)
  }

  /// How this state remembers secrets.
  func secretHash(_ snapshot: StateSnapshot) -> SecretHash {
    SecretHash(lineage: snapshot.lineage, key: context.stateKey)
  }

  /// Whether the state is this server's, by these objects.
  func ownership(_ snapshot: StateSnapshot, _ liveObjects: [String: LiveObjects]) -> StateOwnership {
    StateOwnership(
      of: snapshot.resources, liveObjects: liveObjects, catalog: server.catalog,
      isSameAddress: snapshot.server == server.name)
  }

  /// Throws if the state was written for another server.
  func refuseForeignState(
    _ snapshot: StateSnapshot, _ liveObjects: [String: LiveObjects]
  ) throws(OperationError) {
    guard ownership(snapshot, liveObjects) == .foreign else { return }
    throw OperationError(
      .failed,
      "the state \(state.name) belongs to another server (\(snapshot.server ?? "unknown")): none of its objects has the recorded primary key here; pass this server's state with --state"
    )
  }
}
