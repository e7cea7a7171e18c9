import CoreMetrics
import Testing

@testable import Monitoring

/// The text format of Prometheus, version 0.0.4.
struct PrometheusMetricsTests {
  @Test func printsCountersGaugesAndSummaries() {
    let metrics = PrometheusMetrics(["a_total": "What is\ncounted.", "b": "A gauge."])
    let counter = Counter(label: "a_total", dimensions: [("target", "x"), ("class", "y")], factory: metrics)
    counter.increment(by: 2)
    Counter(label: "a_total", dimensions: [("target", "x"), ("class", "y")], factory: metrics).increment()
    Counter(label: "a_total", dimensions: [("target", "x"), ("class", "a")], factory: metrics).increment(
      by: 0)
    Meter(label: "b", factory: metrics).set(1.5)
    let timer = Timer(label: "c_seconds", dimensions: [("target", "x")], factory: metrics)
    timer.recordNanoseconds(500_000_000)
    timer.recordNanoseconds(1_000_000_000)
    #expect(
      metrics.text == """
        # HELP a_total What is\\ncounted.
        # TYPE a_total counter
        a_total{target="x",class="a"} 0
        a_total{target="x",class="y"} 3
        # HELP b A gauge.
        # TYPE b gauge
        b 1.5
        # TYPE c_seconds summary
        c_seconds_sum{target="x"} 1.5
        c_seconds_count{target="x"} 2

        """)
  }

  @Test func escapesLabels() {
    let metrics = PrometheusMetrics([:])
    Meter(label: "m", dimensions: [("target", "a\"b\\c\nd")], factory: metrics).set(1)
    #expect(metrics.text == "# TYPE m gauge\nm{target=\"a\\\"b\\\\c\\nd\"} 1\n")
  }

  @Test(arguments: [
    (0.0, "0"), (-3, "-3"), (1_764_000_000.25, "1764000000.25"), (.infinity, "+Inf"), (.nan, "NaN"),
  ])
  func printsNumbers(_ value: Double, _ text: String) {
    let metrics = PrometheusMetrics([:])
    Meter(label: "m", factory: metrics).set(value)
    #expect(metrics.text.hasSuffix("m \(text)\n"))
  }
}
