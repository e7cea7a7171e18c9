import Synchronization

/// The requests to a sandbox, in the order of arrival.
package final class RequestLog: Sendable {
  /// A request: method, path with query as it was sent, and the status of the answer. The status is nil until
  /// the answer is sent, and if there is none (faults that close the connection or stay silent).
  package struct Entry: Sendable, Hashable {
    package let method: String
    package let path: String
    package fileprivate(set) var status: Int?
  }

  private struct State {
    var entries: [Entry] = []
    /// Increases with each reset, so that a late answer does not mark another request.
    var generation = 0
  }

  /// A request's position in the log.
  struct Ticket: Sendable {
    fileprivate let index: Int
    fileprivate let generation: Int
  }

  private let state = Mutex(State())

  package var entries: [Entry] { state.withLock { $0.entries } }

  /// Forgets everything.
  package func reset() {
    state.withLock { state in
      state.entries = []
      state.generation += 1
    }
  }

  func arrived(_ method: String, _ path: String) -> Ticket {
    state.withLock { state in
      state.entries.append(Entry(method: method, path: path, status: nil))
      return Ticket(index: state.entries.count - 1, generation: state.generation)
    }
  }

  func answered(_ ticket: Ticket, status: Int) {
    state.withLock { state in
      if ticket.generation == state.generation { state.entries[ticket.index].status = status }
    }
  }
}
