import Crypto

/// Codes that change every half minute (RFC 6238, with SHA-1).
enum TimedCode {
  /// Seconds.
  static let period = 30

  /// The number of the half minute of a time in seconds since 1970.
  static func step(_ time: Double) -> Int { Int((time / Double(period)).rounded(.down)) }

  static func code(_ secret: [UInt8], step: Int, digits: Int) -> Int {
    let counter = withUnsafeBytes(of: UInt64(step).bigEndian) { Array($0) }
    let hash = Array(
      HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
    let offset = Int(hash.last ?? 0) & 15
    let number = hash[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
    return number % (0..<digits).reduce(1) { power, _ in power * 10 }
  }
}
