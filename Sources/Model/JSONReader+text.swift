extension JSONReader {
  mutating func string() throws(JSONError) -> String {
    position += 1
    let start = position
    var isASCII = true
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        let range = start..<position
        let text =
          isASCII ? texts.text(UnsafeBufferPointer(rebasing: bytes[range])) : try decoded(range)
        position += 1
        return text
      case UInt8(ascii: "\\"): return try escapedString(from: start)
      case 0..<0x20: throw failure(.controlCharacter)
      default:
        if byte >= 0x80 { isASCII = false }
        position += 1
      }
    }
    throw failure(.unexpectedEnd)
  }

  private mutating func escapedString(from start: Int) throws(JSONError) -> String {
    var text = try decoded(start..<position)
    var runStart = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        text += try decoded(runStart..<position)
        position += 1
        return text
      case UInt8(ascii: "\\"):
        text += try decoded(runStart..<position)
        text.unicodeScalars.append(try escape())
        runStart = position
      case 0..<0x20: throw failure(.controlCharacter)
      default: position += 1
      }
    }
    throw failure(.unexpectedEnd)
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    let start = position
    position += 1
    guard let letter = peek() else { throw failure(.unexpectedEnd) }
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw failure(.invalidEscape, at: start)
    }
    let unit = try hexadecimal(start)
    guard (0xD800..<0xE000).contains(unit) else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
    guard unit < 0xDC00, consume("\\"), consume("u") else { throw failure(.invalidEscape, at: start) }
    let low = try hexadecimal(start)
    guard (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
    else { throw failure(.invalidEscape, at: start) }
    return scalar
  }

  private mutating func hexadecimal(_ start: Int) throws(JSONError) -> UInt32 {
    guard position + 4 <= bytes.count,
      let unit = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16),
      bytes[position] != UInt8(ascii: "+"), bytes[position] != UInt8(ascii: "-")
    else { throw failure(.invalidEscape, at: start) }
    position += 4
    return unit
  }

  private func decoded(_ range: Range<Int>) throws(JSONError) -> String {
    let run = UnsafeBufferPointer(rebasing: bytes[range])
    if let text = String(validating: run, as: UTF8.self) { return text }
    var decoder = UTF8()
    var rest = bytes[range].makeIterator()
    var offset = range.lowerBound
    while case .scalarValue(let scalar) = decoder.decode(&rest) { offset += UTF8.width(scalar) }
    throw failure(.invalidUTF8(byte: bytes[offset]), at: offset)
  }
}
