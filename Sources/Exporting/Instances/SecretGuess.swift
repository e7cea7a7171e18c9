import Model

/// Whether a value looks like a secret, in data that no catalog describes. In doubt, it does.
enum SecretGuess {
  private static let words: Set<String> = [
    "password", "passwd", "passphrase", "pass", "pwd", "secret", "token", "key", "apikey", "credential",
    "credentials", "auth", "private", "cookie", "dsn",
  ]

  /// True for the name of a secret: `smtp_password`, `clientSecret`, `API-KEY`.
  static func covers(_ name: String) -> Bool {
    var words: [String] = [""]
    var wasLower = false
    for character in name {
      guard character.isLetter || character.isNumber else {
        words.append("")
        wasLower = false
        continue
      }
      if character.isUppercase, wasLower { words.append("") }
      wasLower = character.isLowercase
      words[words.count - 1] += character.lowercased()
    }
    return words.contains(where: self.words.contains) || SecretName.covers(name.lowercased())
  }

  /// True for a private key, an address with a password, and a long text that nobody would type.
  static func looksSecret(_ text: String) -> Bool { isKnownForm(text) || isRandom(text) }

  /// True for forms that are secrets wherever they are.
  static func isKnownForm(_ text: String) -> Bool {
    if text.contains("-----BEGIN"), text.contains("PRIVATE KEY") { return true }
    guard let scheme = text.firstRange(of: "://") else { return false }
    let authority = text[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && !$0.isWhitespace }
    guard let at = authority.lastIndex(of: "@") else { return false }
    return authority[..<at].contains(":")
  }

  private static func isRandom(_ text: String) -> Bool {
    let letters = text.unicodeScalars
    guard letters.count >= 20, letters.allSatisfy({ $0.isASCII && $0.value > 0x20 }) else { return false }
    let hasDigit = letters.contains { (0x30...0x39).contains($0.value) }
    let hasUpper = letters.contains { (0x41...0x5A).contains($0.value) }
    let hasLower = letters.contains { (0x61...0x7A).contains($0.value) }
    let isWordy = text.contains { "/.@:".contains($0) }
    return hasDigit && hasLower && (hasUpper || !text.contains("-")) && !isWordy
  }
}
