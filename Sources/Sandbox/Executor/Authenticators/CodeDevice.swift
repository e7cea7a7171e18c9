import Model
import OrderedCollections

/// A device with which users prove who they are by a code: printed ones, which count once each (`static`), or those
/// of an app (`totp`).
///
/// Its stored object has members that no answer shows, such as the secret.
struct CodeDevice: Sendable {
  private(set) var fields: ValueMap

  /// A device with printed codes.
  init(codes: [String], user: Value) {
    fields = [
      "name": "Static Token", "token_set": .list(codes.map { ["token": .string($0)] }), "user": user,
    ]
  }

  /// A device with an app's secret, in base32.
  init(secret: String, digits: Int, user: Value) {
    fields = [
      "name": "TOTP Authenticator", "secret": .string(secret), "digits": .integer(digits), "user": user,
    ]
  }

  init(_ fields: ValueMap) {
    self.fields = fields
  }

  /// Whether a code is right. A right one is spent; a wrong one locks the device.
  ///
  /// A locked device refuses every code: for one second, after the next wrong code for two, then four, and so on
  /// (recorded).
  mutating func accepts(_ code: String, at time: Double) -> Bool {
    let failures = fields["failures"]?.integer ?? 0
    if failures > 0, let last = fields["failed_at"].flatMap(Self.number) {
      guard time - last >= (1..<failures).reduce(1.0, { seconds, _ in seconds * 2 }) else { return false }
    }
    let isRight = fields["secret"] == nil ? takePrinted(code) : takeTimed(code, time)
    fields["failures"] = .integer(isRight ? 0 : failures + 1)
    fields["failed_at"] = isRight ? .null : .double(time)
    return isRight
  }

  private mutating func takePrinted(_ code: String) -> Bool {
    var codes = fields["token_set"]?.list ?? []
    guard let index = codes.firstIndex(where: { $0["token"] == .string(code) }) else { return false }
    codes.remove(at: index)
    fields["token_set"] = .list(codes)
    return true
  }

  /// The half minutes before and after the current one count too, but none up to that of the last right code. How far
  /// the app's clock is off is remembered.
  private mutating func takeTimed(_ code: String, _ time: Double) -> Bool {
    guard let number = Int(code), let secret = Base32Text.decoded(fields["secret"]?.string ?? "") else {
      return false
    }
    let known = fields["drift"]?.integer ?? 0
    let digits = fields["digits"]?.integer ?? 6
    let last = fields["last_step"]?.integer ?? -1
    for drift in known - 1...known + 1 {
      let step = TimedCode.step(time) + drift
      guard step > last, TimedCode.code(secret, step: step, digits: digits) == number else { continue }
      fields["last_step"] = .integer(step)
      fields["drift"] = .integer(drift)
      return true
    }
    return false
  }

  static func number(_ value: Value) -> Double? {
    switch value {
    case .double(let number): number
    case .integer(let number): Double(number)
    default: nil
    }
  }
}
