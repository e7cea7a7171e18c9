package import Model

/// The value of a scalar without quotes in YAML 1.1, as PyYAML's SafeLoader reads it.
///
/// `yes` and `on` are booleans, `017` is octal, `1_000` and `1:30` are integers, `0o17` and `1e3` are text.
package enum PlainScalar {
  /// Returns the value. Nil if the scalar looks like a number or date but is none (`0b_`, `2024-13-01`), or is `=` or
  /// `<<`, which only have a meaning as keys. PyYAML refuses all of these.
  package static func value(of text: String) -> Value? {
    guard let first = text.utf8.first else { return .null }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      return number(text)
    case UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "t"),
      UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "o"), UInt8(ascii: "O"),
      UInt8(ascii: "~"):
      return text.utf8.count <= 5 ? words[text] ?? .string(text) : .string(text)
    case UInt8(ascii: "="), UInt8(ascii: "<"):
      return text == "=" || text == "<<" ? nil : .string(text)
    default:
      return .string(text)
    }
  }

  private static let words: [String: Value] = {
    let spelled: [(Value, [String])] = [
      (true, ["yes", "true", "on"]), (false, ["no", "false", "off"]), (.null, ["null"]),
    ]
    var words: [String: Value] = ["~": .null]
    for (value, names) in spelled {
      for name in names {
        words[name] = value
        words[name.uppercased()] = value
        words[name.prefix(1).uppercased() + name.dropFirst()] = value
      }
    }
    return words
  }()

  private static func number(_ text: String) -> Value? {
    let shape = NumberShape(text)
    switch shape {
    case .text: return .string(text)
    case .float: return float(text)
    case .integer: return integer(text)
    case .timestamp: return Timestamp.text(text).map(Value.string)
    }
  }

  private static func integer(_ text: String) -> Value? {
    var digits = text.filter { $0 != "_" }[...]
    let isNegative = digits.hasPrefix("-")
    if isNegative || digits.hasPrefix("+") { digits = digits.dropFirst() }
    let sign = isNegative ? "-" : ""
    if digits == "0" { return 0 }
    if digits.hasPrefix("0b") { return value(sign + digits.dropFirst(2), radix: 2) }
    if digits.hasPrefix("0x") { return value(sign + digits.dropFirst(2), radix: 16) }
    if digits.hasPrefix("0") { return value(sign + digits, radix: 8) }
    if digits.contains(":") {
      return sexagesimal(digits).map { .integer(isNegative ? -$0 : $0) }
    }
    return value(sign + digits, radix: 10)
  }

  /// Integers beyond 64 bits stay exact in decimal. In other bases they are refused, as are integers with more digits
  /// than Python accepts (`sys.int_info.default_max_str_digits`).
  private static func value(_ digits: String, radix: Int) -> Value? {
    if let number = Int(digits, radix: radix) { return .integer(number) }
    return radix == 10 && digits.utf8.count <= 4300 ? .bigInteger(digits) : nil
  }

  private static func sexagesimal(_ digits: Substring) -> Int? {
    digits.split(separator: ":").reduce(0 as Int?) { sum, part in
      guard let sum, let part = Int(part) else { return nil }
      let (product, isTooLarge) = sum.multipliedReportingOverflow(by: 60)
      let (next, isOver) = product.addingReportingOverflow(part)
      return isTooLarge || isOver ? nil : next
    }
  }

  private static func float(_ text: String) -> Value? {
    var digits = text.filter { $0 != "_" }.lowercased()[...]
    let isNegative = digits.hasPrefix("-")
    if isNegative || digits.hasPrefix("+") { digits = digits.dropFirst() }
    let magnitude: Double?
    switch digits {
    case ".inf": magnitude = .infinity
    case ".nan": magnitude = .nan
    case let parts where parts.contains(":"):
      // The parts are added from the last one on, as in PyYAML: the order decides how the sum is rounded.
      var base = 1.0
      magnitude = parts.split(separator: ":").reversed().reduce(0 as Double?) { sum, part in
        defer { base *= 60 }
        guard let sum, let part = Double(part.hasSuffix(".") ? part + "0" : part) else { return nil }
        return sum + part * base
      }
    default: magnitude = Double(padded(digits))
    }
    return magnitude.map { .double(isNegative ? -$0 : $0) }
  }

  /// Adds a missing digit. Swift needs a digit on both sides of the point, YAML only on one.
  private static func padded(_ digits: Substring) -> String {
    guard let point = digits.firstIndex(of: ".") else { return String(digits) }
    let after = digits.index(after: point)
    let whole = point == digits.startIndex ? "0" : String(digits[..<point])
    let needsZero = after == digits.endIndex || !digits[after].isNumber
    return whole + "." + (needsZero ? "0" : "") + digits[after...]
  }
}
