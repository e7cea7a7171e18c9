/// Recorded exchanges with flows that the sandbox answers differently, with the reason.
enum FlowDifference {
  static let all: [Exclusion] = []
}
