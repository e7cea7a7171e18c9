import Model

/// A value with the traces of its parts.
struct TracedValue: Sendable {
  let value: Value
  let traces: [ValueTrace]

  init(_ value: Value, _ traces: [ValueTrace] = []) {
    self.value = value
    self.traces = traces
  }
}
