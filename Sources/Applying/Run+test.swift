import Planning

extension Run {
  /// Checks the server after the writes. An interrupted run is not checked, nor one that will be rolled back anyway.
  mutating func test(by check: ApplyCheck?) async {
    guard let check, !steps.isEmpty, !wantsRollback else { return }
    guard !stopWasRequested else {
      outcome.isInterrupted = true
      return
    }
    outcome.tests = await check(.applied)
  }
}
