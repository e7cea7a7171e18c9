import Model

/// How much of its limits the tags of one file have used up.
struct FileBudget {
  /// How many values they have produced.
  private var valueCount: Int
  private let valueLimit: Int
  private var findings = FindingLimit()

  init(valueCount: Int, valueLimit: Int) {
    self.valueCount = valueCount
    self.valueLimit = valueLimit
  }

  /// True if no further finding of the file is listed.
  var isFindingLimitReached: Bool { findings.isReached }

  /// True if every mistake of the file is among the findings of the entry that has it.
  var isToldWhole: Bool { !findings.isReached && isWithinValues }

  var isWithinValues: Bool { valueCount <= valueLimit }

  mutating func add(values count: Int) { valueCount += count }

  /// What to report of a finding; nil if there have been too many.
  mutating func admit(_ diagnostic: Diagnostic) -> Diagnostic? { findings.admit(diagnostic) }
}
