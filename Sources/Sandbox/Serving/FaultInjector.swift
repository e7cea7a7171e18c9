import Synchronization

/// Chooses the fault of each request: the same seed, rates and number of requests give the same faults.
final class FaultInjector: Sendable {
  /// The kinds that occur, each with the upper end of its part of 0 to 1.
  private let parts: [(kind: FaultKind, end: Double)]
  private let state: Mutex<UInt64>

  init(_ faults: [FaultKind: Double], seed: UInt64) {
    var end = 0.0
    parts = FaultKind.allCases.compactMap { kind in
      guard let rate = faults[kind], rate > 0 else { return nil }
      end += rate
      return (kind, end)
    }
    state = Mutex(seed)
  }

  /// The fault of the next request, or nil.
  func next() -> FaultKind? {
    guard !parts.isEmpty else { return nil }
    let draw = Double(number() >> 11) / Double(1 << 53 as UInt64)
    return parts.first { draw < $0.end }?.kind
  }

  /// SplitMix64.
  private func number() -> UInt64 {
    state.withLock { state in
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }
}
