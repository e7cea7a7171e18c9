import Model

/// An integer of any size, as `%d` and `%x` take it.
struct PythonInteger {
  let isNegative: Bool
  /// The digits without sign.
  let magnitude: String

  init(isNegative: Bool, magnitude: String) {
    self.isNegative = isNegative
    self.magnitude = magnitude
  }

  /// `%d` cuts a number's fraction off, `%x` and `%o` take integers only.
  init(_ value: Value, conversion: Unicode.Scalar) throws(PythonFormat.Mistake) {
    switch value {
    case .integer(let number): self.init(isNegative: number < 0, magnitude: String(number.magnitude))
    case .bool(let flag): self.init(isNegative: false, magnitude: flag ? "1" : "0")
    case .bigInteger(let digits):
      let isNegative = digits.hasPrefix("-")
      self.init(isNegative: isNegative, magnitude: String(digits.drop { $0 == "-" || $0 == "+" }))
    case .double(let number) where "diu".unicodeScalars.contains(conversion) && number.isFinite:
      let whole = number.rounded(.towardZero)
      guard let integer = Int(exactly: whole) else {
        throw PythonFormat.Mistake(message: "`%\(conversion)` takes no number as large as \(number)")
      }
      self.init(isNegative: integer < 0, magnitude: String(integer.magnitude))
    default:
      throw PythonFormat.Mistake(message: "`%\(conversion)` takes an integer, and not \(value.typeName)")
    }
  }

  /// The digits in another base.
  func digits(radix: Int) -> String {
    if let number = UInt64(magnitude) { return String(number, radix: radix) }
    var rest = magnitude.utf8.map { Int($0) - 0x30 }
    var digits: [String] = []
    // Long division, one digit of the result at a time.
    while !rest.isEmpty {
      var remainder = 0
      var quotient: [Int] = []
      for digit in rest {
        let value = remainder * 10 + digit
        if !quotient.isEmpty || value >= radix { quotient.append(value / radix) }
        remainder = value % radix
      }
      digits.append(String(remainder, radix: radix))
      rest = quotient
    }
    return digits.reversed().joined()
  }
}
