import Model

/// Differences of prompts, authenticators and policies.
extension FlowDifference {
  static let ofStages: [Exclusion] = [
    Exclusion("Python is not run: a policy whose code is not constant counts as passed") { recording in
      notRun.contains { file, lines in recording.file.hasSuffix(file) && lines.contains(number(recording)) }
    },
    Exclusion("the recorded server took one point of reputation more, for a reason that is not recorded") {
      $0.what == "reputation after wrong codes" && $0.answer.contains("\"score\":-5")
    },
    Exclusion("the project's own flow has other keys") {
      $0.what == "the flow that flowform applied (blueprints/enrollment.yaml)"
    },
  ]

  /// The policy itself, and what it leads to. It looks at the domain of an address, at the run's user, or changes the run.
  private static let notRun: [(file: String, lines: ClosedRange<Int>)] = [
    ("08-enrollment", 6...8), ("08-enrollment", 29...35), ("16-stage-policies", 63...63),
    ("16-stage-policies", 72...73),
  ]

  /// The line of an exchange in its file.
  private static func number(_ recording: Recording) -> Int {
    recording.id.split(separator: "#").last.flatMap { Int($0) } ?? 0
  }
}
