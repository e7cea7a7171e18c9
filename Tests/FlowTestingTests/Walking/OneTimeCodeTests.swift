import Model
import TestSupport
import Testing

@testable import FlowTesting

@Suite struct OneTimeCodeTests {
  /// RFC 6238, appendix B: the key is `12345678901234567890`.
  @Test(arguments: [
    (59, "94287082"), (1_111_111_109, "07081804"), (1_234_567_890, "89005924"), (20_000_000_000, "65353130"),
  ])
  func codesAreThoseOfTheStandard(time: Double, code: String) throws {
    let secret = try #require(
      OneTimeCode("otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&digits=8&period=30&issuer=a"))
    #expect(secret.code(secret.counter(at: time)) == code)
  }

  @Test(arguments: [
    "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", " gezd gnbv gy3t qojq-gezd gnbv gy3t qojq ",
    "otpauth://totp/acme%3Aalice?algorithm=SHA1&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ%3D",
  ])
  func secretsAreReadAsPeopleCopyThem(text: String) throws {
    let secret = try #require(OneTimeCode(text))
    #expect(secret.code(secret.counter(at: 59)) == "287082")
    #expect(secret.period == 30)
  }

  @Test func aLongerPeriodHasFewerCodes() throws {
    let secret = try #require(OneTimeCode("otpauth://totp/x?secret=GEZDGNBV&period=60"))
    #expect(secret.counter(at: 119) == 1)
    #expect(secret.counter(at: 120) == 2)
  }

  @Test(arguments: [
    "", "=", "0189", "é", "otpauth://totp/x", "otpauth://totp/x?secret=GEZDGNBV&algorithm=SHA256",
    "otpauth://totp/x?secret=GEZDGNBV&digits=1", "otpauth://totp/x?secret=GEZDGNBV&period=0",
    "otpauth://totp/x?secret=GEZDGNBV&digits=six",
  ])
  func otherTextsAreNoSecrets(text: String) {
    #expect(OneTimeCode(text) == nil)
  }

  /// The code that the server of the recordings accepted belongs to the secret that it showed, at the time of the
  /// recording.
  @Test(.needsSharedMaterial, arguments: ["2024.8", "2026.5"])
  func aRecordedCodeIsComputed(version: String) throws {
    let exchanges = try RecordedExchange.all(version, "07-mfa-totp")
    let shown = exchanges.compactMap { $0.response?["config_url"]?.string }.first
    let secret = try #require(shown.flatMap { OneTimeCode($0) })
    let setUp = try #require(exchanges.first { $0.what.contains("the right code some seconds later") })
    let code = setUp.request?["code"]?.string
    // 28 November 2026, 20:00 to 21:00 in UTC.
    let counters = (1_795_896_000 / 30)..<(1_795_899_600 / 30)
    #expect(counters.contains { secret.code($0) == code })
  }
}
