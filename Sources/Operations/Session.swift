import LiveReading
import Model
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

  /// Whether the state is this server's, by these objects. Throws if it was written for another server.
  @discardableResult
  func refuseForeignState(
    _ snapshot: StateSnapshot, _ liveObjects: [String: LiveObjects]
  ) throws(OperationError) -> StateOwnership {
    let ownership = ownership(snapshot, liveObjects)
    guard ownership == .foreign else { return ownership }
    throw OperationError(
      .failed,
      "the state \(state.name) belongs to another server (\(snapshot.server ?? "unknown")): none of its objects has the recorded primary key here; pass this server's state with --state"
    )
  }

  /// A warning if the state was last applied to another address, and none of its objects tells whose it is: the server
  /// may be a new one, or the wrong one.
  func warnings(_ snapshot: StateSnapshot, _ ownership: StateOwnership) -> [Diagnostic] {
    guard ownership == .unknown, !snapshot.resources.isEmpty, let last = snapshot.server, last != server.name
    else { return [] }
    return [
      .warning(
        "the state was last applied to \(last), and flowform recognises none of its objects on this server; if that is a mistake, pass another --url or --state",
        at: nil)
    ]
  }
}
