import Model
import Synchronization

/// The messages that wait for the server, in their order.
///
/// A request can be cancelled while it waits. The server then answers it with an error, as the specification asks.
package final class Inbox: Sendable {
  package enum Input: Sendable {
    case message(Message)
    /// What a look at the server found out about the entries.
    case looked(LensLook)
  }

  private struct State {
    var waiting: [Input] = []
    var position = 0
    var cancelled: Set<Value> = []
    var hasEnded = false
  }

  private let state = Mutex(State())
  private let signals: AsyncStream<Void>
  private let signal: AsyncStream<Void>.Continuation

  package init() {
    (signals, signal) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  package func add(_ input: Input) {
    state.withLock { state in
      if case .message(.notification("$/cancelRequest", let parameters)) = input {
        let isWaiting = state.waiting[state.position...].contains { $0.isRequest(parameters["id"]) }
        if isWaiting, let id = parameters["id"] { state.cancelled.insert(id) }
      } else {
        state.waiting.append(input)
      }
    }
    signal.yield()
  }

  /// No more messages come.
  package func end() {
    state.withLock { $0.hasEnded = true }
    signal.yield()
  }

  package var isEmpty: Bool { state.withLock { $0.position == $0.waiting.count } }

  /// The next message, and whether it was cancelled. Nil at the end.
  package func next() async -> (input: Input, isCancelled: Bool)? {
    while true {
      let (next, hasEnded) = state.withLock { state in (Self.take(&state), state.hasEnded) }
      if let next { return next }
      if hasEnded { return nil }
      for await _ in signals { break }
    }
  }

  private static func take(_ state: inout State) -> (input: Input, isCancelled: Bool)? {
    guard state.position < state.waiting.count else {
      state.waiting = []
      state.position = 0
      return nil
    }
    let input = state.waiting[state.position]
    state.position += 1
    if case .message(.request(let id, _, _)) = input { return (input, state.cancelled.remove(id) != nil) }
    return (input, false)
  }
}

extension Inbox.Input {
  fileprivate func isRequest(_ id: Value?) -> Bool {
    if case .message(.request(let own, _, _)) = self { own == id } else { false }
  }
}
