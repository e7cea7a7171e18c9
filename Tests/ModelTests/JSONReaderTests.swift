import Model
import OrderedCollections
import Testing

@Suite struct JSONReaderTests {
  @Test(
    arguments: [
      ("null", .null), ("true", true), (" false\r\n\t", false), ("0", 0), ("-0", 0), ("-12", -12),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      ("9223372036854775808", .bigInteger("9223372036854775808")),
      ("-99999999999999999999", .bigInteger("-99999999999999999999")),
      ("1.5", 1.5), ("-0.25", -0.25), ("1e3", .double(1000)), ("1E+2", .double(100)), ("25e-1", 2.5),
      ("\"\"", ""), ("\"a b\"", "a b"), ("\"é😀\"", "é😀"),
      (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"),
      (#""\ud83d\ude00""#, "😀"), (#""x\uD83D\uDE00y""#, "x😀y"), (#""\u0000""#, "\u{0}"),
      ("[]", []), ("[ 1 , [2] ]", [1, [2]]), ("{}", [:]), (#"{"a":{"b":[null]}}"#, ["a": ["b": [nil]]]),
    ] as [(String, Value)])
  func reads(text: String, value: Value) throws {
    #expect(try JSONReader.read(text) == value)
  }

  @Test func keepsTheKindOfANumber() throws {
    #expect(try JSONReader.read("1").integer == 1)
    guard case .double(1) = try JSONReader.read("1.0") else {
      Issue.record("1.0 is not read as a number with a point")
      return
    }
  }

  @Test func keepsTheOrderOfKeysAndTheLastOfTwoValues() throws {
    let map = try #require(try JSONReader.read(#"{"z": 1, "a": 2, "z": 3}"#).map)
    #expect(Array(map.keys) == ["z", "a"])
    #expect(map["z"] == 3)
  }

  @Test(
    arguments: [
      ("", .empty, 0, 1, 1), ("  \n ", .unexpectedEnd, 4, 2, 2), ("[1,", .unexpectedEnd, 3, 1, 4),
      ("[1 2]", .unexpectedCharacter, 3, 1, 4), ("[1,]", .trailingComma, 3, 1, 4),
      (#"{"a":1,}"#, .trailingComma, 7, 1, 8), ("{a:1}", .unexpectedCharacter, 1, 1, 2),
      (#"{"a" 1}"#, .unexpectedCharacter, 5, 1, 6), (#"{"a":"#, .unexpectedEnd, 5, 1, 6),
      ("1 2", .trailingContent, 2, 1, 3), ("\n\n  x", .unexpectedCharacter, 4, 3, 3),
      ("nul", .invalidLiteral, 0, 1, 1), ("nulL", .invalidLiteral, 0, 1, 1),
      ("tru", .invalidLiteral, 0, 1, 1),
      ("01", .invalidNumber, 0, 1, 1), ("-", .invalidNumber, 0, 1, 1), ("1.", .invalidNumber, 0, 1, 1),
      ("1e", .invalidNumber, 0, 1, 1), ("1e999", .invalidNumber, 0, 1, 1),
      ("+1", .unexpectedCharacter, 0, 1, 1),
      ("NaN", .unexpectedCharacter, 0, 1, 1), ("\"a\nb\"", .controlCharacter, 2, 1, 3),
      ("\"abc", .unexpectedEnd, 4, 1, 5), ("\"a\\", .unexpectedEnd, 3, 1, 4),
      (#""\x""#, .invalidEscape, 1, 1, 2), (#""\u12g4""#, .invalidEscape, 1, 1, 2),
      (#""\u+123""#, .invalidEscape, 1, 1, 2), (#""\u12"#, .invalidEscape, 1, 1, 2),
      (#""\ud800""#, .invalidEscape, 1, 1, 2), (#""\udc00""#, .invalidEscape, 1, 1, 2),
      (#""\ud800\u0041""#, .invalidEscape, 1, 1, 2), ("[\n\"é\" x]", .unexpectedCharacter, 7, 2, 5),
      ("\u{FEFF}1", .unexpectedCharacter, 0, 1, 1),
    ] as [(String, JSONError.Reason, Int, Int, Int)])
  func saysWhatIsWrongAndWhere(
    text: String, reason: JSONError.Reason, offset: Int, line: Int, column: Int
  ) {
    #expect(throws: JSONError(reason, offset: offset, line: line, column: column)) {
      try JSONReader.read(text)
    }
  }

  @Test func namesTheByteThatIsNoUTF8() {
    // The replacement character itself is valid, and is not the error.
    let bytes = [UInt8]("\"\u{FFFD}é".utf8) + [0xFF, 0x22]
    #expect(throws: JSONError(.invalidUTF8(byte: 0xFF), offset: 6, line: 1, column: 4)) {
      try JSONReader.read(bytes)
    }
    #expect(throws: JSONError(.invalidUTF8(byte: 0xC3), offset: 3, line: 1, column: 4)) {
      try JSONReader.read([0x22, 0x5C, 0x6E, 0xC3, 0x22])
    }
  }

  @Test func nestsUpToTheLimit() throws {
    let limit = JSONReader.depthLimit
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try JSONReader.read(nested(limit))
    #expect(throws: JSONError(.tooDeep, offset: limit, line: 1, column: limit + 1)) {
      try JSONReader.read(nested(limit + 1))
    }
  }

  @Test func holdsUpToTheLimit() throws {
    #expect(try JSONReader.read(Array("[1,{\"a\":2}]".utf8), limit: 4) == [1, ["a": 2]])
    #expect(throws: JSONError(.tooMany, offset: 8, line: 1, column: 9)) {
      try JSONReader.read(Array("[1,{\"a\":2}]".utf8), limit: 3)
    }
    #expect(JSONReader.valueLimit == 1_000_000)
  }

  @Test func takesAsManyDigitsAsPython() throws {
    let digits = String(repeating: "9", count: JSONReader.digitLimit)
    #expect(try JSONReader.read(digits) == .bigInteger(digits))
    #expect(throws: JSONError(.invalidNumber, offset: 1, line: 1, column: 2)) {
      try JSONReader.read("[" + digits + "9]")
    }
  }

  @Test func saysItInWords() {
    let error = JSONError(.trailingComma, offset: 3, line: 2, column: 4)
    #expect(error.description == "line 2, column 4: a comma before the end of a list or map")
  }

  @Test func objectsOfOneListKeepTheirOwnKeys() throws {
    let composed = "\u{E9}"
    let decomposed = "e\u{301}"
    let text = #"[{"a":1,"b":2},{"a":3,"b":4,"a":5},{"a":6,"c":7},{"\#(composed)":1},{"\#(decomposed)":2}]"#
    let list = try #require(try JSONReader.read(text).list)
    #expect(
      list.map { JSONWriter.write($0) }.prefix(3) == [
        #"{"a":1,"b":2}"#, #"{"a":5,"b":4}"#, #"{"a":6,"c":7}"#,
      ])
    #expect(list[3].map?.keys.first?.utf8.count == 2 && list[4].map?.keys.first?.utf8.count == 3)
  }
}
