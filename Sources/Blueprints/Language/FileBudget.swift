import Model

/// Counts what the tags of one file have used of its limits.
struct FileBudget {
  /// The number of values that they have produced.
  private var valueCount: Int
  private let valueLimit: Int
  private var findings = FindingLimit()

  init(valueCount: Int, valueLimit: Int) {
    self.valueCount = valueCount
    self.valueLimit = valueLimit
  }

  /// True if no more findings of the file are listed.
  var isFindingLimitReached: Bool { findings.isReached }

  /// True if all mistakes of the file are listed with their entries.
  var isToldWhole: Bool { !findings.isReached && isWithinValues }

  var isWithinValues: Bool { valueCount <= valueLimit }

  mutating func add(values count: Int) { valueCount += count }

  /// Returns the finding, a single "more not shown" note, or nil.
  mutating func admit(_ diagnostic: Diagnostic) -> Diagnostic? { findings.admit(diagnostic) }
}
