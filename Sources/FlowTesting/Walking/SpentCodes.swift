import OrderedCollections

/// The codes that tests of a run have used: the server accepts none of them again.
actor SpentCodes {
  private var counters: [OneTimeCode: Int] = [:]
  private var texts: Set<String> = []

  /// The first period from this one on whose code is unused; it counts as used from now on.
  func take(_ secret: OneTimeCode, from counter: Int) -> Int {
    let next = max(counter, (counters[secret] ?? -1) + 1)
    counters[secret] = next
    return next
  }

  /// The first unused code; it counts as used from now on. Nil if there is none.
  func take(_ codes: [String]) -> String? {
    guard let code = codes.first(where: { !texts.contains($0) }) else { return nil }
    texts.insert(code)
    return code
  }
}
