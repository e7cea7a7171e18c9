import Dispatch
import Synchronization

/// Processes added elements on a second thread while the caller continues. At the end, the caller helps.
final class WorkLine<Work: Sendable, Result: Sendable>: Sendable {
  private struct State {
    /// No thread has begun the work from here on.
    var next = 0
    var pieces: [Work?] = []
    var results: [Result?] = []
    /// Pieces that have been worked on, for the caller to free: what one thread allocates and another frees makes
    /// them wait for each other.
    var spent: [Work] = []
    var isOver = false
  }

  /// How much work there is room for on a heap at a time.
  private static var piecesPerRoom: Int { 4 }

  private let work: @Sendable (Work) -> Result
  private let isLast: @Sendable (Result) -> Bool
  private let queue = DispatchQueue(label: "flowform.work-line")
  private let state = Mutex(State())

  /// After a result that is the last no further work is begun.
  init(_ work: @escaping @Sendable (Work) -> Result, isLast: @escaping @Sendable (Result) -> Bool) {
    self.work = work
    self.isLast = isLast
  }

  /// False if the work is over.
  func add(_ piece: Work) -> Bool {
    let (count, isOver, spent) = state.withLock { state in
      state.pieces.append(piece)
      state.results.append(nil)
      defer { state.spent = [] }
      return (state.pieces.count, state.isOver, state.spent)
    }
    _ = consume spent
    guard !isOver else { return false }
    if count.isMultiple(of: Self.piecesPerRoom) { HeapRoom.take() }
    queue.async { [self] in _ = workOnNext() }
    return true
  }

  /// What the work came to, in the order in which it was added.
  func finish() -> [Result] {
    while workOnNext() {}
    return queue.sync { state.withLock { $0.results.compactMap { $0 } } }
  }

  /// False if there is nothing left to begin with.
  private func workOnNext() -> Bool {
    let next = state.withLock { state -> (place: Int, piece: Work)? in
      guard !state.isOver, state.next < state.pieces.count, let piece = state.pieces[state.next] else {
        return nil
      }
      state.pieces[state.next] = nil
      state.next += 1
      return (state.next - 1, piece)
    }
    guard let (place, piece) = next else { return false }
    if place.isMultiple(of: Self.piecesPerRoom) { HeapRoom.take() }
    let result = work(piece)
    let isLast = isLast(result)
    state.withLock { state in
      state.results[place] = result
      state.spent.append(piece)
      state.isOver = state.isOver || isLast
    }
    return true
  }
}
