import Synchronization

/// What a run is doing now and how far it has come, for whoever shows it.
package final class Activity: Sendable {
  package enum Unit: String, Sendable {
    case requests, objects
  }

  package struct Step: Sendable, Hashable {
    package let title: String
    package let unit: Unit
    package let start: ContinuousClock.Instant
    package var done = 0
    /// As far as it is known.
    package var total: Int
    /// What is under way, the latest last; only of objects.
    package var running: [String] = []
    /// Of `total`, the requests that are known to come.
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

  /// Nil if nothing is done that takes its time.
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

  /// Ends what was started under a name; anything else does not count.
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

  /// So many requests are to come.
  package func announce(_ count: Int) {
    change(.requests) { step in
      step.announced += count
      step.total += count
    }
  }

  /// So many of those will not come.
  package func withdraw(_ count: Int) {
    change(.requests) { step in
      let count = min(count, step.announced)
      step.announced -= count
      step.total -= count
    }
  }

  private func change(_ unit: Unit, _ body: (inout Step) -> Void) {
    step.withLock { step in
      // In place: a copy would make the list of what is running again.
      if step?.unit == unit { step?.change(body) }
    }
  }
}
