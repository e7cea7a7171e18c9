import Model

/// An integer of any size, for `%d` and `%x`.
struct PythonInteger {
  let isNegative: Bool
  /// The digits without the sign.
  let magnitude: String

  init(isNegative: Bool, magnitude: String) {
    self.isNegative = isNegative
    self.magnitude = magnitude
  }

  /// `%d` drops the fraction of a number. `%x` and `%o` take integers only.
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
        throw PythonFormat.Mistake(message: "`%\(conversion)` cannot show a number as large as \(number)")
      }
      self.init(isNegative: integer < 0, magnitude: String(integer.magnitude))
    default:
      throw PythonFormat.Mistake(message: "`%\(conversion)` takes an integer, not \(value.typeName)")
    }
  }

  /// The digits in base 8 or 16.
  func digits(radix: Int) -> String {
    if let number = UInt64(magnitude) { return String(number, radix: radix) }
    // Each limb becomes a fixed number of digits of the result.
    let (bits, width) = radix == 8 ? (30, 10) : (32, 8)
    return limbs(of: bits).reversed().enumerated().map { position, limb in
      let digits = String(limb, radix: radix)
      return position == 0 ? digits : String(repeating: "0", count: width - digits.utf8.count) + digits
    }.joined()
  }

  /// The number in limbs of `bits` bits each, at most 32, the lowest first.
  private func limbs(of bits: Int) -> [UInt64] {
    let mask: UInt64 = (1 << bits) - 1
    var limbs: [UInt64] = []
    var rest = Array(magnitude.utf8)[...]
    // Nine decimal digits at a time. The first part may have fewer.
    while !rest.isEmpty {
      let part = rest.prefix((rest.count - 1) % 9 + 1)
      rest = rest.dropFirst(part.count)
      var carry = part.reduce(UInt64(0)) { $0 * 10 + UInt64($1 - 0x30) }
      for index in limbs.indices {
        let value = limbs[index] * 1_000_000_000 + carry
        limbs[index] = value & mask
        carry = value >> bits
      }
      if carry > 0 { limbs.append(carry) }
    }
    return limbs
  }
}
