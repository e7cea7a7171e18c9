import Testing

@testable import Watching

struct LeaseRivalTests {
  private static let start = ContinuousClock.now

  private static func verdicts(_ looks: [(lease: String?, second: Int)]) -> [Bool] {
    var rival = LeaseRival(patience: .seconds(40))
    return looks.map { rival.isGone($0.lease, at: start + .seconds($0.second)) }
  }

  @Test func aLockThatIsNotRenewedIsLeftAfterThePatience() {
    #expect(Self.verdicts([("a", 0), ("a", 39), ("a", 40), ("a", 90)]) == [false, false, true, true])
  }

  @Test func eachRenewalBeginsAgain() {
    #expect(Self.verdicts([("a", 0), ("b", 39), ("b", 78), ("b", 79)]) == [false, false, false, true])
  }

  @Test func theLockOfAnotherCommandIsNeverTakenOver() {
    #expect(
      Self.verdicts([(nil, 0), (nil, 4000), ("a", 4001), (nil, 4050), ("a", 4060)])
        == .init(repeating: false, count: 5))
  }
}
