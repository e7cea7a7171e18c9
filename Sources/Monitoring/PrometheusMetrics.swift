package import CoreMetrics
import OrderedCollections
import Synchronization

/// Keeps measurements, and prints them in Prometheus' text format (version 0.0.4).
package final class PrometheusMetrics: MetricsFactory {
  package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  private let meanings: [String: String]
  private let families = Mutex<[String: Family]>([:])

  /// The measurements of one name.
  private struct Family {
    let type: String
    var series: OrderedDictionary<String, any PrometheusSeries> = [:]
  }

  /// `meanings` are the help texts by the names of the measurements.
  package init(_ meanings: [String: String]) { self.meanings = meanings }

  /// All measurements, sorted by their names and labels.
  package var text: String {
    families.withLock { families in
      families.sorted { $0.key < $1.key }.map { name, family in
        let lines = family.series.sorted { $0.key < $1.key }.flatMap { labels, series in
          series.samples.map { sample in
            let all = labels.isEmpty ? "" : "{\(labels)}"
            return "\(name)\(sample.suffix)\(all) \(Self.text(sample.value))\n"
          }
        }
        let help = meanings[name].map { "# HELP \(name) \(Self.escaped($0, quotes: false))\n" } ?? ""
        return "\(help)# TYPE \(name) \(family.type)\n" + lines.joined()
      }.joined()
    }
  }

  private func series<Series: PrometheusSeries>(
    _ name: String, _ dimensions: [(String, String)], type: String, _ make: () -> Series
  ) -> Series {
    let labels = dimensions.map { "\($0)=\"\(Self.escaped($1, quotes: true))\"" }.joined(separator: ",")
    return families.withLock { families in
      if let known = families[name]?.series[labels] as? Series { return known }
      let made = make()
      families[name, default: Family(type: type)].series[labels] = made
      return made
    }
  }

  private static func escaped(_ text: String, quotes: Bool) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    return quotes ? escaped.replacing("\"", with: "\\\"") : escaped
  }

  /// A whole number without a fraction, as other exporters print it.
  private static func text(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf" }
    return value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }

  // MARK: - MetricsFactory

  package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    series(label, dimensions, type: "counter") { PrometheusNumber() }
  }

  package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    series(label, dimensions, type: "gauge") { PrometheusNumber() }
  }

  package func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    series(label, dimensions, type: "summary") { PrometheusSum() }
  }

  package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    series(label, dimensions, type: "summary") { PrometheusSum() }
  }

  // The series stay: a counter must not begin again.
  package func destroyCounter(_ handler: any CounterHandler) {}
  package func destroyMeter(_ handler: any MeterHandler) {}
  package func destroyRecorder(_ handler: any RecorderHandler) {}
  package func destroyTimer(_ handler: any TimerHandler) {}
}
