/// Recorded exchanges with flows that the sandbox answers differently, with the reason.
enum FlowDifference {
  static let all: [Exclusion] =
    [
      Exclusion("messages are not translated") {
        $0.headers.contains { $0.0 == "Accept-Language" && $0.1 == "de" }
      },
      Exclusion("events are not recorded") { $0.target.hasPrefix("/api/v3/events/") },
    ] + ofStages
}
