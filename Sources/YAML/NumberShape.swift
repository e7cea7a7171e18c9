/// The kind of value that a plain scalar looks like if it begins like a number. It follows PyYAML's resolver patterns.
enum NumberShape {
  case text, integer, float, timestamp

  init(_ text: String) {
    var text = text
    self = text.withUTF8 { bytes in
      var scan = Scan(bytes: bytes)
      if scan.isFloat { return .float }
      if scan.isInteger { return .integer }
      return scan.isTimestamp ? .timestamp : .text
    }
  }

  private struct Scan {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    var isFloat: Bool {
      mutating get {
        position = 0
        let signed = sign()
        if peek == UInt8(ascii: ".") {
          position += 1
          if let word = rest, word == "inf" || word == "Inf" || word == "INF" { return true }
          if !signed, let word = rest, word == "nan" || word == "NaN" || word == "NAN" { return true }
          guard !signed, digit() else { return false }
          digitsAndUnderscores()
          return exponentOrEnd()
        }
        guard digit() else { return false }
        digitsAndUnderscores()
        if peek == UInt8(ascii: ":") {
          guard sexagesimalParts(), take(".") else { return false }
          digitsAndUnderscores()
          return isAtEnd
        }
        guard take(".") else { return false }
        digitsAndUnderscores()
        return exponentOrEnd()
      }
    }

    var isInteger: Bool {
      mutating get {
        position = 0
        _ = sign()
        if take("0") {
          if isAtEnd { return true }
          if take("b") { return someThenEnd { $0 == 0x30 || $0 == 0x31 || $0 == 0x5F } }
          if take("x") {
            return someThenEnd { Scan.isHexadecimal($0) || $0 == 0x5F }
          }
          return someThenEnd { (0x30...0x37).contains($0) || $0 == 0x5F }
        }
        guard digit() else { return false }
        digitsAndUnderscores()
        if peek == UInt8(ascii: ":") { return sexagesimalParts() && isAtEnd }
        return isAtEnd
      }
    }

    var isTimestamp: Bool {
      mutating get {
        position = 0
        guard digits(4...4), take("-"), digits(1...2), take("-") else { return false }
        let dayStart = position
        guard digits(1...2) else { return false }
        // A date alone has two digits for month and day.
        if isAtEnd { return bytes.count == 10 && position - dayStart == 2 }
        if !take("T"), !take("t") {
          guard space() else { return false }
          while space() {}
        }
        guard digits(1...2), take(":"), digits(2...2), take(":"), digits(2...2) else { return false }
        if take(".") { while digit() {} }
        if isAtEnd { return true }
        while space() {}
        if take("Z") { return isAtEnd }
        guard take("+") || take("-"), digits(1...2) else { return false }
        if isAtEnd { return true }
        return take(":") && digits(2...2) && isAtEnd
      }
    }

    var isAtEnd: Bool { position == bytes.count }

    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    var rest: String? { String(validating: bytes[position...], as: UTF8.self) }

    static func isHexadecimal(_ byte: UInt8) -> Bool {
      (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard peek == UInt8(ascii: character) else { return false }
      position += 1
      return true
    }

    mutating func sign() -> Bool { take("+") || take("-") }

    mutating func space() -> Bool { take(" ") || take("\t") }

    mutating func digit() -> Bool {
      guard let byte = peek, (0x30...0x39).contains(byte) else { return false }
      position += 1
      return true
    }

    mutating func digits(_ count: ClosedRange<Int>) -> Bool {
      var found = 0
      while found < count.upperBound, digit() { found += 1 }
      return found >= count.lowerBound
    }

    mutating func digitsAndUnderscores() {
      while let byte = peek, (0x30...0x39).contains(byte) || byte == 0x5F { position += 1 }
    }

    mutating func exponentOrEnd() -> Bool {
      if isAtEnd { return true }
      guard take("e") || take("E"), sign(), digit() else { return false }
      while digit() {}
      return isAtEnd
    }

    /// Takes one or more parts such as `:59`. The first of two digits is at most 5.
    mutating func sexagesimalParts() -> Bool {
      var found = false
      while take(":") {
        guard let first = peek, digit() else { return false }
        if first <= 0x35 { _ = digit() }
        found = true
      }
      return found
    }

    mutating func someThenEnd(_ matches: (UInt8) -> Bool) -> Bool {
      let start = position
      while let byte = peek, matches(byte) { position += 1 }
      return position > start && isAtEnd
    }
  }
}
