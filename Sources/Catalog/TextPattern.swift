import Synchronization

/// Matches texts against the patterns of an OpenAPI document.
package enum TextPattern {
  /// The pattern of a slug; nearly all fields with a pattern have this one.
  package static let slug = "^[-a-zA-Z0-9_]+$"

  private static let compiled = Mutex<[String: Compiled]>([:])

  /// Regular expressions are immutable values; the standard library does not say so.
  private struct Compiled: @unchecked Sendable {
    let regex: Regex<AnyRegexOutput>?
  }

  /// Whether the text matches the pattern. A pattern that cannot be compiled matches everything.
  package static func matches(_ text: String, _ pattern: String) -> Bool {
    if pattern == slug { return !text.isEmpty && text.utf8.allSatisfy(isSlugByte) }
    let compiled = compiled.withLock { patterns in
      if let known = patterns[pattern] { return known }
      let new = Compiled(regex: try? Regex(pattern))
      patterns[pattern] = new
      return new
    }
    guard let regex = compiled.regex else { return true }
    return text.contains(regex)
  }

  private static func isSlugByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
