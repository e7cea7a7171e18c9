import Crypto
import Model

/// What an authenticator app knows: a secret, and how codes are made of it and the time (RFC 6238).
struct OneTimeCode: Sendable, Hashable {
  let key: [UInt8]
  let digits: Int
  /// For how many seconds a code is valid.
  let period: Int

  /// Reads a secret in base32, with blanks and in letters of any case as people copy it, or an `otpauth:` address. Nil
  /// if it is neither, or if it wants another hash than authentik's.
  init?(_ text: String) {
    let text = text.trimmed
    guard text.lowercased().hasPrefix("otpauth:") else {
      self.init(secret: text, digits: 6, period: 30)
      return
    }
    let parameters = text.drop { $0 != "?" }.dropFirst().split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (name: String(parts[0]), value: parts.count > 1 ? PercentEncoding.decoded(parts[1]) : nil)
    }
    func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }
    guard let secret = parameter("secret"), parameter("algorithm")?.uppercased() ?? "SHA1" == "SHA1",
      let digits = Int(parameter("digits") ?? "6"), let period = Int(parameter("period") ?? "30")
    else { return nil }
    self.init(secret: secret, digits: digits, period: period)
  }

  private init?(secret: String, digits: Int, period: Int) {
    guard let key = Self.bytes(base32: secret), !key.isEmpty, (6...8).contains(digits), period > 0 else {
      return nil
    }
    self.key = key
    self.digits = digits
    self.period = period
  }

  /// The number of the period at a time.
  /// - Parameter time: In seconds since 1970.
  func counter(at time: Double) -> Int { Int(time) / period }

  /// The code of a period.
  func code(_ counter: Int) -> String {
    let message = (0..<8).map { UInt8(truncatingIfNeeded: counter >> (56 - 8 * $0)) }
    let hash = Array(
      HMAC<Insecure.SHA1>.authenticationCode(for: message, using: SymmetricKey(data: key)))
    let start = Int(hash[hash.count - 1] & 0xF)
    let number = hash[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
    let limit = (0..<digits).reduce(1) { product, _ in product * 10 }
    let text = String(number % limit)
    return String(repeating: "0", count: digits - text.count) + text
  }

  /// RFC 4648; nil if there is a character that does not belong there.
  private static func bytes(base32 text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer = 0
    var bits = 0
    for byte in text.utf8 where !" -=".utf8.contains(byte) {
      let digit: Int
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit = Int(byte) - 65
      case UInt8(ascii: "a")...UInt8(ascii: "z"): digit = Int(byte) - 97
      case UInt8(ascii: "2")...UInt8(ascii: "7"): digit = Int(byte) - 50 + 26
      default: return nil
      }
      buffer = (buffer << 5 | digit) & 0xFFFF
      bits += 5
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
      }
    }
    return bytes
  }
}
