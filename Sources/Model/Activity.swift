import Synchronization

/// What a run is doing now and its progress, for a front end to show.
package final class Activity: Sendable {
  package enum Unit: String, Sendable {
    case requests, objects
  }

  package struct Step: Sendable, Hashable {
    package let title: String
    package let unit: Unit
    package let start: ContinuousClock.Instant
    package var done = 0
    /// The total, if it is known.
    package var total: Int
    /// The objects in progress, the latest last.
    package var running: [String] = []
    /// The announced requests in `total` that have not started.
    var announced = 0

    package init(_ title: String, of unit: Unit, total: Int = 0, start: ContinuousClock.Instant) {
      self.title = title
      self.unit = unit
      self.total = total
      self.start = start
    }

    fileprivate mutating func change(_ body: (inout Step) -> Void) { body(&self) }
  }

  private let step = Mutex<Step?>(nil)

  package init() {}

  /// Nil if no long step is running.
  package var current: Step? { step.withLock { $0 } }

  package func begin(_ title: String, of unit: Unit, total: Int = 0) {
    step.withLock { $0 = Step(title, of: unit, total: total, start: .now) }
  }

  package func end() {
    step.withLock { $0 = nil }
  }

  // MARK: - Objects

  package func started(_ name: String) {
    change(.objects) { $0.running.append(name) }
  }

  /// Ends the item that was started under a name; other names are ignored.
  package func ended(_ name: String) {
    change(.objects) { step in
      guard let index = step.running.firstIndex(of: name) else { return }
      step.running.remove(at: index)
      step.done += 1
    }
  }

  // MARK: - Requests

  package func requestStarted() {
    change(.requests) { step in
      if step.announced > 0 { step.announced -= 1 } else { step.total += 1 }
    }
  }

  package func requestEnded() {
    change(.requests) { $0.done += 1 }
  }

  /// Announces a number of requests.
  package func announce(_ count: Int) {
    change(.requests) { step in
      step.announced += count
      step.total += count
    }
  }

  /// Withdraws a number of announced requests.
  package func withdraw(_ count: Int) {
    change(.requests) { step in
      let count = min(count, step.announced)
      step.announced -= count
      step.total -= count
    }
  }

  private func change(_ unit: Unit, _ body: (inout Step) -> Void) {
    step.withLock { step in
      // In place, because a copy would copy the list of running items.
      if step?.unit == unit { step?.change(body) }
    }
  }
}
