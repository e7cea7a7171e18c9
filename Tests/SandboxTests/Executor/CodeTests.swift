import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// Codes of devices: what they are, when they count, and what a wrong one costs.
@Suite struct CodeTests {
  private static let secret = Array("12345678901234567890".utf8)

  /// RFC 6238, appendix B.
  @Test(arguments: [
    (59.0, 94_287_082), (1_111_111_109, 7_081_804), (1_111_111_111, 14_050_471), (1_234_567_890, 89_005_924),
    (2_000_000_000, 69_279_037), (20_000_000_000, 65_353_130),
  ])
  func areThoseOfTheStandard(_ time: Double, _ code: Int) {
    #expect(TimedCode.code(Self.secret, step: TimedCode.step(time), digits: 8) == code)
    #expect(TimedCode.code(Self.secret, step: TimedCode.step(time), digits: 6) == code % 1_000_000)
  }

  /// RFC 4648, section 10, without padding.
  @Test(arguments: [
    ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
    ("foobar", "MZXW6YTBOI"),
  ])
  func writesSecretsInBase32(_ text: String, _ encoded: String) {
    #expect(Base32Text.encoded(Array(text.utf8)) == encoded)
    #expect(Base32Text.decoded(encoded) == Array(text.utf8))
  }

  @Test func readsNoOtherCharacters() {
    #expect(Base32Text.decoded("MZXW6===") == nil)
    #expect(Base32Text.decoded("mzxw6") == nil)
  }

  private static let time = 1_111_111_109.0
  private static let app = CodeDevice(secret: Base32Text.encoded(secret), digits: 6, user: 1)

  /// The code of an app at a time that is so many seconds after `time`.
  private static func code(_ distance: Double) -> String {
    String(TimedCode.code(secret, step: TimedCode.step(time + distance), digits: 6))
  }

  /// Which codes a device accepts, one after the other. A try has the seconds after `time`.
  private static func answers(_ device: CodeDevice, _ tries: [(code: String, distance: Double)]) -> [Bool] {
    var device = device
    return tries.map { device.accepts($0.code, at: time + $0.distance) }
  }

  @Test(arguments: [(-60.0, false), (-30, true), (0, true), (30, true), (60, false)])
  func ofTheNeighbouringHalfMinutesCount(_ distance: Double, _ isRight: Bool) {
    #expect(Self.answers(Self.app, [(Self.code(distance), 0)]) == [isRight])
  }

  /// The one before it is spent as well. A second after a wrong one, the device is free again.
  @Test func ofAnAppCountOnce() {
    let tries = [(Self.code(30), 0.0), (Self.code(30), 0), (Self.code(0), 1), (Self.code(60), 3)]
    #expect(Self.answers(Self.app, tries) == [true, false, false, true])
  }

  /// Each time, the clock is half a minute further ahead.
  @Test func ofAnAppWhoseClockIsWrongAreRemembered() {
    let tries = (0..<4).map { (Self.code(Double(2 * $0 + 1) * 30), Double($0) * 30) }
    #expect(Self.answers(Self.app, tries) == [true, true, true, true])
  }

  @Test(arguments: ["", "12345", "abcdef", "1e5", "-1"])
  func ofAnAppAreNumbers(_ code: String) {
    #expect(Self.answers(Self.app, [(code, 0)]) == [false])
  }

  @Test func thatArePrintedCountOnce() {
    let device = CodeDevice(codes: ["one", "two"], user: 1)
    #expect(Self.answers(device, [("two", 0), ("two", 0), ("one", 1)]) == [true, false, true])
  }

  /// While it is locked, nothing counts: neither the right code nor another wrong one.
  @Test func lockTheDeviceLongerWithEachWrongOne() {
    let device = CodeDevice(codes: ["right"], user: 1)
    var tries: [(String, Double)] = []
    var time = 0.0
    for delay in [1.0, 2, 4, 8] {
      tries += [("wrong", time), ("right", time + delay - 0.1), ("wrong", time + delay - 0.1)]
      time += delay
    }
    tries += [("right", time)]
    #expect(Self.answers(device, tries) == Array(repeating: false, count: 12) + [true])
  }
}
