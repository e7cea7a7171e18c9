import FoundationEssentials
import OrderedCollections
import Synchronization

/// How all targets of a service are doing, for its pages and measurements.
package final class StatusBoard: Sendable {
  private let targets: Mutex<OrderedDictionary<String, TargetStatus>>

  package init(_ names: [String]) {
    targets = Mutex(OrderedDictionary(uniqueKeysWithValues: names.map { ($0, TargetStatus($0)) }))
  }

  package var all: [TargetStatus] { targets.withLock { $0.values.elements } }

  package subscript(name: String) -> TargetStatus? { targets.withLock { $0[name] } }

  /// Notes that the target's service is alive.
  func touch(_ name: String) { change(name) { _ in } }

  func change(_ name: String, _ body: (inout TargetStatus) -> Void) {
    targets.withLock { targets in
      guard var status = targets[name] else { return }
      body(&status)
      status.lastMove = .now
      targets[name] = status
    }
  }
}
