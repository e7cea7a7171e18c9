import Model
import OrderedCollections
import TestSupport
import Testing

@Suite struct JSONWriterTests {
  @Test(
    arguments: [
      (.null, "null"), (true, "true"), (-3, "-3"), (1.5, "1.5"), (.double(1), "1.0"),
      (.double(1e20), "1e+20"),
      (.bigInteger("123456789012345678901"), "123456789012345678901"), (.double(.nan), "null"),
      (.double(.infinity), "null"), ("é😀/", "\"é😀/\""),
      ("\"\\\n\r\t\u{1}\u{7F}", #""\"\\\n\r\t\u0001\u007f""#),
      ("\u{9B}a\u{202E}\u{2028}\u{2069}é", #""\u009ba\u202e\u2028\u2069é""#),
      ([], "[]"), ([:], "{}"), ([1, [2]], "[1,[2]]"), (["b": 1, "a": [:]], #"{"b":1,"a":{}}"#),
    ] as [(Value, String)])
  func writesCompact(value: Value, text: String) {
    #expect(JSONWriter.write(value) == text)
  }

  @Test(
    arguments: [
      (.pretty, "{\n  \"b\": [\n    1,\n    {}\n  ],\n  \"a\": null\n}"),
      (.sorted, "{\n  \"a\": null,\n  \"b\": [\n    1,\n    {}\n  ]\n}"),
      (.canonical, #"{"a":null,"b":[1,{}]}"#), (.compact, #"{"b":[1,{}],"a":null}"#),
    ] as [(JSONWriter.Style, String)])
  func hasStyles(style: JSONWriter.Style, text: String) {
    #expect(JSONWriter.write(["b": [1, [:]], "a": nil], style: style) == text)
  }

  @Test(arguments: [JSONWriter.Style.compact, .pretty, .sorted, .canonical])
  func isReadBackAsWritten(style: JSONWriter.Style) throws {
    var random = RandomSource(seed: 7)
    for _ in 0..<500 {
      let value = Self.randomValue(depth: 4, &random)
      #expect(try JSONReader.read(JSONWriter.bytes(of: value, style: style)) == value)
    }
  }

  private static func randomValue(depth: Int, _ random: inout RandomSource) -> Value {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
    case 0: return .null
    case 1: return .bool(.random(using: &random))
    case 2: return .integer(Int(truncatingIfNeeded: random.next()))
    case 3: return .double(Double.random(in: -1e9...1e9, using: &random))
    case 4: return .bigInteger("\(random.next())0000")
    case 5: return .string(randomText(&random))
    case 6:
      return .list(
        (0..<Int.random(in: 0..<4, using: &random)).map { _ in randomValue(depth: depth - 1, &random) })
    default:
      let pairs = (0..<Int.random(in: 0..<4, using: &random)).map { _ in
        (randomText(&random), randomValue(depth: depth - 1, &random))
      }
      return .map(ValueMap(pairs) { $1 })
    }
  }

  private static func randomText(_ random: inout RandomSource) -> String {
    let alphabet: [Unicode.Scalar] = [
      "a", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "\u{7F}", "\u{85}", "\u{9B}", "é", "\u{2028}",
      "\u{202E}",
      "€", "\u{FFFD}", "😀",
    ]
    return (0..<Int.random(in: 0..<12, using: &random)).reduce(into: "") { text, _ in
      text.unicodeScalars.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)])
    }
  }
}
