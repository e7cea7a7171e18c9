package import CoreMetrics
import Model
import Planning
import Synchronization

/// The measurements of a service, each with its target.
package final class WatchMetrics: Sendable {
  /// The name of each measurement with its meaning, for a format that prints it.
  package static let meanings = [
    "flowform_pending_changes": "Changes of the last plan that are not applied.",
    "flowform_drift_objects": "Objects that were changed outside since the last apply.",
    "flowform_last_success_timestamp_seconds":
      "When the target last matched its blueprints.",
    "flowform_run_duration_seconds": "How long a plan took, with the apply after it.",
    "flowform_applied_objects_total": "Objects that were created, updated or deleted.",
    "flowform_failures_total": "Failed runs by class.",
    "flowform_lock_held": "1 while this service holds the lock of the state.",
    "flowform_blueprints_valid": "0 while the blueprints on the disk have mistakes and are not in force.",
  ]

  private let factory: any MetricsFactory
  /// The gauges with a label of a kind, which go back to 0.
  private let gauges = Mutex<[[String]: Meter]>([:])

  package init(_ factory: any MetricsFactory) { self.factory = factory }

  /// Every measurement that a target has from the start.
  func begin(_ target: String) {
    for kind in WatchFailure.Class.allCases { failures(target, kind).increment(by: 0) }
    for action in Action.allCases where action.isWrite { applied(target, action).increment(by: 0) }
    lock(target, isHeld: false)
    blueprints(target, areValid: true)
  }

  func failed(_ target: String, _ kind: WatchFailure.Class) { failures(target, kind).increment() }

  func applied(_ target: String, _ action: Action, _ count: Int = 1) {
    applied(target, action).increment(by: count)
  }

  func lock(_ target: String, isHeld: Bool) { gauge("flowform_lock_held", target).set(isHeld ? 1 : 0) }

  func blueprints(_ target: String, areValid: Bool) {
    gauge("flowform_blueprints_valid", target).set(areValid ? 1 : 0)
  }

  func succeeded(_ target: String, at seconds: Double) {
    gauge("flowform_last_success_timestamp_seconds", target).set(seconds)
  }

  func took(_ target: String, _ duration: Duration) {
    Timer(label: "flowform_run_duration_seconds", dimensions: [("target", target)], factory: factory)
      .recordNanoseconds(Int64(duration / .nanoseconds(1)))
  }

  /// What a plan shows. Kinds that it does not show any more go to 0.
  func plan(_ status: TargetStatus) {
    let changes = status.pending.map { pending, count in
      (["flowform_pending_changes", status.name, pending.model, pending.action.rawValue], count)
    }
    let drift = status.drift.map { (["flowform_drift_objects", status.name, $0], $1) }
    let counts = Dictionary(changes + drift) { $1 }
    let known = gauges.withLock { gauges in
      for key in counts.keys where gauges[key] == nil {
        let labels = zip(["target", "kind", "action"], key.dropFirst()).map { ($0, $1) }
        gauges[key] = Meter(label: key[0], dimensions: labels, factory: factory)
      }
      return gauges.filter { $0.key[1] == status.name }
    }
    for (key, gauge) in known { gauge.set(counts[key] ?? 0) }
  }

  private func gauge(_ label: String, _ target: String) -> Meter {
    Meter(label: label, dimensions: [("target", target)], factory: factory)
  }

  private func failures(_ target: String, _ kind: WatchFailure.Class) -> Counter {
    Counter(
      label: "flowform_failures_total", dimensions: [("target", target), ("class", kind.rawValue)],
      factory: factory)
  }

  private func applied(_ target: String, _ action: Action) -> Counter {
    Counter(
      label: "flowform_applied_objects_total", dimensions: [("target", target), ("action", action.rawValue)],
      factory: factory)
  }
}
