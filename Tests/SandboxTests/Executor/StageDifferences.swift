import Model

/// Differences of prompts, authenticators and policies.
extension FlowDifference {
  static let ofStages: [Exclusion] = [
    Exclusion(
      "Python is not run: a policy whose code is not constant counts as passed, a prompt's value is empty"
    ) { recording in
      notRun.contains { file, lines in recording.file.hasSuffix(file) && lines.contains(number(recording)) }
    },
    Exclusion("the recorded server took one point of reputation more, for a reason that is not recorded") {
      $0.what == "reputation after wrong codes" && $0.answer.contains("\"score\":-5")
    },
    Exclusion("the number of a user whom no answer names is not known") { $0.what == "delete ffx-carl" },
  ]

  /// The policy or prompt itself, and what it leads to. It looks at the run's user, a source or the domain of an address,
  /// or changes the run.
  private static let notRun: [(file: String, lines: ClosedRange<Int>)] = [
    ("00-protocol", 14...14), ("03-login-combined", 33...35), ("08-enrollment", 6...8),
    ("08-enrollment", 29...35), ("16-stage-policies", 63...63),
    ("16-stage-policies", 72...73), ("13-inspector", 16...16), ("13-inspector", 26...26),
    ("14-execute-as", 53...53), ("18-sources", 12...13),
  ]

  /// The line of an exchange in its file.
  private static func number(_ recording: Recording) -> Int {
    recording.id.split(separator: "#").last.flatMap { Int($0) } ?? 0
  }
}
