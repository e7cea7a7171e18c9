package import Model
import OrderedCollections

/// Reads values like the server's serializers, so that sent and answered values can be compared.
///
/// Recorded from 2024.8.2 and 2026.5.0: numbers are accepted as texts, texts are trimmed, and booleans have
/// many spellings.
package enum Coercion {
  /// The value in the form that the server answers for a field of this type. A value that the server would
  /// refuse stays as it is.
  package static func normalized(_ value: Value, as type: FieldType) -> Value {
    switch type {
    case .boolean: boolean(value).map(Value.bool) ?? value
    case .integer: integer(value).map(Value.integer) ?? value
    case .number: number(value).map(Value.double) ?? value
    case .choice, .text(.plain), .text(.uri), .text(.email), .text(.binary):
      text(value).map { .string(trimmed($0)) } ?? value
    case .text(.dateTime):
      text(value).map { .string(DateTimeText.canonical(trimmed($0)) ?? trimmed($0)) } ?? value
    case .text(.uuid):
      text(value).map { .string(canonicalUUID(trimmed($0)) ?? trimmed($0).lowercased()) } ?? value
    case .list(let item): value.list.map { .list($0.map { normalized($0, as: item) }) } ?? value
    case .object(let members): value.map.map { .map(normalized($0, as: members)) } ?? value
    case .map, .any: value
    }
  }

  /// An object as the server keeps it: only known members, with defaults for those left out.
  private static func normalized(_ object: ValueMap, as members: [Field]) -> ValueMap {
    members.reduce(into: [:]) { result, member in
      guard let value = object[member.name] ?? member.defaultValue else { return }
      result[member.name] = normalized(value, as: member.type)
    }
  }

  package static func boolean(_ value: Value) -> Bool? {
    switch value {
    case .bool(let flag): flag
    case .integer(let number): number == 1 ? true : number == 0 ? false : nil
    case .double(let number): number == 1 ? true : number == 0 ? false : nil
    case .string(let text): booleans[text]
    default: nil
    }
  }

  private static let booleans: [String: Bool] = {
    var spellings: [String: Bool] = ["1": true, "0": false]
    for (words, flag) in [
      (["t", "y", "yes", "true", "on"], true), (["f", "n", "no", "false", "off"], false),
    ] {
      for word in words {
        spellings[word] = flag
        spellings[word.uppercased()] = flag
        spellings[word.prefix(1).uppercased() + word.dropFirst()] = flag
      }
    }
    return spellings
  }()

  package static func integer(_ value: Value) -> Int? {
    switch value {
    case .integer(let number): return number
    case .double(let number): return Int(exactly: number)
    case .string(let text):
      let parts = trimmed(text).split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
      guard let whole = parts.first.flatMap({ Int($0) }) else { return nil }
      return parts.dropFirst().allSatisfy { $0.allSatisfy { $0 == "0" } } ? whole : nil
    default: return nil
    }
  }

  package static func number(_ value: Value) -> Double? {
    switch value {
    case .integer(let number): Double(number)
    case .bigInteger(let digits): Double(digits)
    case .double(let number): number
    case .string(let text): Double(trimmed(text))
    default: nil
    }
  }

  /// A text, or a number that the server accepts as text; nil for booleans, null, lists and maps.
  package static func text(_ value: Value) -> String? {
    switch value {
    case .string(let text): text
    case .integer(let number): String(number)
    case .bigInteger(let digits): digits
    case .double(let number): "\(number)"
    default: nil
    }
  }

  /// The text without white space at both ends, like Python's `strip`.
  package static func trimmed(_ text: String) -> String {
    guard let first = text.utf8.first, let last = text.utf8.last else { return text }
    // Nearly every text begins and ends with a visible ASCII character.
    if (0x21..<0x7F).contains(first), (0x21..<0x7F).contains(last) { return text }
    let scalars = text.unicodeScalars
    guard let start = scalars.firstIndex(where: { !isSpace($0) }),
      let end = scalars.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(scalars[start...end])
  }

  /// Python's `str.strip` also removes the four separators of ASCII.
  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
  }

  /// The canonical form of a UUID, which may be written without dashes and in upper case; nil for any other
  /// text.
  package static func canonicalUUID(_ text: String) -> String? {
    // A server's own keys are, and a plan compares each several times.
    if isCanonicalUUID(text) { return text }
    guard isUUID(text) else { return nil }
    let digits = Array(text.lowercased().utf8.filter { $0 != UInt8(ascii: "-") })
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
      .map { String(decoding: digits[$0], as: UTF8.self) }.joined(separator: "-")
  }

  private static func isCanonicalUUID(_ text: String) -> Bool {
    guard text.utf8.count == 36 else { return false }
    var position = 0
    return text.utf8.allSatisfy { byte in
      defer { position += 1 }
      return switch position {
      case 8, 13, 18, 23: byte == UInt8(ascii: "-")
      default: (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
      }
    }
  }

  package static func isUUID(_ text: String) -> Bool {
    let digits = text.utf8.filter { $0 != UInt8(ascii: "-") }
    return digits.count == 32
      && digits.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0)
      }
  }
}
