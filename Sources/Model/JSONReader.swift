import OrderedCollections

/// Reads JSON (RFC 8259) from UTF-8 bytes into a `Value`.
///
/// Foundation's reader loses the order of keys, rounds large integers and has no nesting limit. Plans and
/// states need order and exact integers; answers of an unknown server need the limit. If a key is repeated,
/// the last one wins. Integers of any size stay exact.
package struct JSONReader {
  /// How deeply lists and maps may nest before the text is refused.
  package static let depthLimit = 512
  /// The maximum number of digits of an integer, the same as Python's.
  package static let digitLimit = 4300
  /// The maximum number of values in a foreign text: two of its bytes can become a value of a dozen bytes.
  package static let valueLimit = 1_000_000
  /// The same limit for flowform's own files.
  package static let ownValueLimit = 20_000_000

  /// The maximum number of keys of a map that is remembered, and of such maps.
  private static let shapeLimit = 64

  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0
  private var depth = 0
  private let limit: Int
  private var count = 0
  var texts: TextCache
  /// Templates with null values of earlier maps, by their first key: the objects of a list share their keys.
  private var shapes: [String: ValueMap] = [:]
  /// The keys and values of maps that are still being read.
  private var openKeys: [String] = []
  private var openValues: [Value] = []

  package static func read(_ text: String) throws(JSONError) -> Value {
    try read(Array(text.utf8))
  }

  package static func read(_ bytes: [UInt8], limit: Int = valueLimit) throws(JSONError) -> Value {
    let result = bytes.withUnsafeBufferPointer { buffer in
      Result { () throws(JSONError) -> Value in
        var reader = JSONReader(bytes: buffer, limit: limit)
        return try reader.document()
      }
    }
    return try result.get()
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, limit: Int) {
    self.bytes = bytes
    self.limit = limit
    texts = TextCache(for: bytes.count)
  }

  private mutating func document() throws(JSONError) -> Value {
    skipSpace()
    guard position < bytes.count else { throw failure(bytes.isEmpty ? .empty : .unexpectedEnd) }
    let value = try self.value()
    skipSpace()
    guard position == bytes.count else { throw failure(.trailingContent) }
    return value
  }

  private mutating func value() throws(JSONError) -> Value {
    guard position < bytes.count else { throw failure(.unexpectedEnd) }
    count += 1
    guard count <= limit else { throw failure(.tooMany) }
    switch bytes[position] {
    case UInt8(ascii: "{"): return try map()
    case UInt8(ascii: "["): return try list()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw failure(.unexpectedCharacter)
    }
  }

  private mutating func literal(_ word: StaticString, _ value: Value) throws(JSONError) -> Value {
    let matches =
      position + word.utf8CodeUnitCount <= bytes.count
      && (0..<word.utf8CodeUnitCount).allSatisfy { bytes[position + $0] == word.utf8Start[$0] }
    guard matches else { throw failure(.invalidLiteral) }
    position += word.utf8CodeUnitCount
    return value
  }

  private mutating func enter() throws(JSONError) {
    depth += 1
    guard depth <= Self.depthLimit else { throw failure(.tooDeep) }
    position += 1
    skipSpace()
  }

  private mutating func list() throws(JSONError) -> Value {
    try enter()
    defer { depth -= 1 }
    var items: [Value] = []
    if consume("]") { return .list(items) }
    while true {
      items.append(try value())
      skipSpace()
      if consume("]") { return .list(items) }
      try separator()
      guard peek() != UInt8(ascii: "]") else { throw failure(.trailingComma) }
    }
  }

  private mutating func map() throws(JSONError) -> Value {
    try enter()
    defer { depth -= 1 }
    if consume("}") { return .map([:]) }
    let start = openKeys.count
    while true {
      guard peek() == UInt8(ascii: "\"") else {
        throw failure(position < bytes.count ? .unexpectedCharacter : .unexpectedEnd)
      }
      let key = try string()
      skipSpace()
      guard consume(":") else {
        throw failure(position < bytes.count ? .unexpectedCharacter : .unexpectedEnd)
      }
      skipSpace()
      let value = try value()
      openKeys.append(key)
      openValues.append(value)
      skipSpace()
      if consume("}") { return .map(closeMap(start)) }
      try separator()
      guard peek() != UInt8(ascii: "}") else { throw failure(.trailingComma) }
    }
  }

  /// Builds the map of the keys and values since a position; the last of a repeated key wins.
  private mutating func closeMap(_ start: Int) -> ValueMap {
    defer {
      openKeys.removeSubrange(start...)
      openValues.removeSubrange(start...)
    }
    let keys = openKeys[start...]
    if var map = shapes[openKeys[start]], map.count == keys.count,
      map.keys.elementsEqual(keys, by: { $0.hasSameBytes(as: $1) })
    {
      map.values.withUnsafeMutableBufferPointer { values in
        for index in values.indices { values[index] = openValues[start + index] }
      }
      return map
    }
    var map = ValueMap(minimumCapacity: keys.count)
    for (key, value) in zip(keys, openValues[start...]) { map[key] = value }
    let isKnown = shapes[openKeys[start]] != nil
    if keys.count <= Self.shapeLimit, isKnown || shapes.count < Self.shapeLimit {
      shapes[openKeys[start]] = map.mapValues { _ in .null }
    }
    return map
  }

  private mutating func separator() throws(JSONError) {
    guard consume(",") else {
      throw failure(position < bytes.count ? .unexpectedCharacter : .unexpectedEnd)
    }
    skipSpace()
  }

  private mutating func number() throws(JSONError) -> Value {
    let start = position
    var isInteger = true
    _ = consume("-")
    let firstDigit = position
    skipDigits()
    guard position > firstDigit, position == firstDigit + 1 || bytes[firstDigit] != UInt8(ascii: "0") else {
      throw failure(.invalidNumber, at: start)
    }
    if consume(".") {
      isInteger = false
      let first = position
      skipDigits()
      guard position > first else { throw failure(.invalidNumber, at: start) }
    }
    if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
      isInteger = false
      position += 1
      if !consume("+") { _ = consume("-") }
      let first = position
      skipDigits()
      guard position > first else { throw failure(.invalidNumber, at: start) }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isInteger, let number = Int(text) { return .integer(number) }
    if isInteger {
      guard text.utf8.count <= Self.digitLimit else { throw failure(.invalidNumber, at: start) }
      return .bigInteger(text)
    }
    guard let number = Double(text), number.isFinite else { throw failure(.invalidNumber, at: start) }
    return .double(number)
  }

  func peek() -> UInt8? {
    position < bytes.count ? bytes[position] : nil
  }

  mutating func consume(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipDigits() {
    while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  func failure(_ reason: JSONError.Reason, at offset: Int? = nil) -> JSONError {
    let offset = offset ?? position
    let before = bytes[..<min(offset, bytes.count)]
    let lineStart = (before.lastIndex(of: 0x0A) ?? -1) + 1
    let line = before.count { $0 == 0x0A } + 1
    let column = String(decoding: before[lineStart...], as: UTF8.self).unicodeScalars.count + 1
    return JSONError(reason, offset: offset, line: line, column: column)
  }
}
