import Remote

extension APIError {
  /// What it says, and whether a write may have been done, for comparison.
  var outline: String { mayHaveBeenDone ? "\(self) (undecided)" : "\(self)" }
}

/// The error that a body ends with, or nil.
func failure(of body: () async throws -> Void) async -> String? {
  do {
    try await body()
    return nil
  } catch {
    return (error as? APIError)?.outline ?? "\(error)"
  }
}
