import Model

/// A value, with what is known of its parts besides.
struct TracedValue: Sendable {
  let value: Value
  let traces: [ValueTrace]

  init(_ value: Value, _ traces: [ValueTrace] = []) {
    self.value = value
    self.traces = traces
  }
}
