import Applying
import Planning

/// A plan with what its apply needs beside it.
struct ApplicablePlan {
  let plan: Plan
  /// Nil if the plan holds no value that only an apply can make.
  let lateValues: LateValues?
}
