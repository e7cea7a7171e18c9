/// Recognises names of secrets, in any kind of data.
package enum SecretName {
  private static let names: Set<String> = [
    "password", "secret", "token", "key", "private_key", "kubeconfig", "credentials", "key_data",
    // A field of the SMS stage.
    "auth",
  ]

  private static let suffixes = [
    "_password", "_secret", "_token", "_private_key", "_api_key", "_key_data", "_keytab",
  ]

  package static func covers(_ name: String) -> Bool {
    names.contains(name) || suffixes.contains { name.hasSuffix($0) }
  }

  /// True for a line of YAML that sets a secret to a literal value; a tag only names the value's source. Runs
  /// in linear time, because a line may have megabytes.
  package static func isGiven(in line: String) -> Bool {
    let bytes = Array(line.utf8)
    return bytes.indices.contains { index in
      bytes[index] == UInt8(ascii: ":") && isFollowedByValue(bytes[(index + 1)...])
        && covers(word(atEndOf: bytes[..<index]).lowercased())
    }
  }

  private static func isFollowedByValue(_ rest: ArraySlice<UInt8>) -> Bool {
    guard let first = rest.first, isSpace(first), let value = rest.first(where: { !isSpace($0) }) else {
      return false
    }
    return value != UInt8(ascii: "!")
  }

  /// The key before a colon, without quotes.
  private static func word(atEndOf text: ArraySlice<UInt8>) -> String {
    var end = text
    while let last = end.last, isSpace(last) { end.removeLast() }
    if let last = end.last, last == UInt8(ascii: "\"") || last == UInt8(ascii: "'") { end.removeLast() }
    let start = end.lastIndex { !isLetter($0) }.map { $0 + 1 } ?? end.startIndex
    return String(decoding: end[start...], as: UTF8.self)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_")
  }
}
