import CoreMetrics
import Synchronization

/// The measurements of one name with the same labels.
protocol PrometheusSeries: Sendable {
  /// The values to print, each with the suffix of its name.
  var samples: [(suffix: String, value: Double)] { get }
}

/// A number that is set, or only grows.
final class PrometheusNumber: PrometheusSeries, CounterHandler, MeterHandler {
  private let value = Mutex(0.0)

  var samples: [(suffix: String, value: Double)] { [("", value.withLock { $0 })] }

  func increment(by amount: Int64) { increment(by: Double(amount)) }
  func reset() { set(0.0) }
  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { self.value.withLock { $0 = value } }
  func increment(by amount: Double) { value.withLock { $0 += amount } }
  func decrement(by amount: Double) { value.withLock { $0 -= amount } }
}

/// The sum and the count of what was measured; times are in seconds.
final class PrometheusSum: PrometheusSeries, RecorderHandler, TimerHandler {
  private let total = Mutex((sum: 0.0, count: 0))

  var samples: [(suffix: String, value: Double)] {
    let (sum, count) = total.withLock { $0 }
    return [("_sum", sum), ("_count", Double(count))]
  }

  func record(_ value: Int64) { record(Double(value)) }
  func record(_ value: Double) {
    total.withLock { total in
      total.sum += value
      total.count += 1
    }
  }

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
}
