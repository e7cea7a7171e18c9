import Model
import OrderedCollections
import Testing

@Suite struct ValueTests {
  @Test(
    arguments: [
      (1, .double(1)), (["a": 1, "b": 2], ["b": 2, "a": 1]), ([1, ["x": nil]], [.double(1), ["x": nil]]),
      (.bigInteger("99999999999999999999"), .bigInteger("99999999999999999999")), (.double(0), .double(-0.0)),
      (.integer(9_007_199_254_740_992), .double(9_007_199_254_740_992)),
    ] as [(Value, Value)])
  func areEqual(one: Value, other: Value) {
    #expect(one == other)
    #expect(other == one)
    #expect(one.hashValue == other.hashValue)
  }

  @Test(
    arguments: [
      (1, "1"), (1, true), (0, false), (nil, false), (nil, ""), ([1, 2], [2, 1]),
      (["a": 1], ["a": 1, "b": nil]),
      (["a": nil], [:]), ("a", "A"), (1, 1.5), ([], [:]),
      // One character, and a letter with an accent: other bytes, so another text on the server.
      ("\u{E9}", "e\u{301}"),
      // Equal only after rounding.
      (.integer(9_007_199_254_740_993), .double(9_007_199_254_740_992)),
    ] as [(Value, Value)])
  func differ(one: Value, other: Value) {
    #expect(one != other)
    #expect(other != one)
  }

  @Test func findsValuesByKey() {
    let value: Value = ["a": ["b": 1]]
    #expect(value["a"]?["b"] == 1)
    #expect(value["b"] == nil)
    #expect(Value.string("a")["a"] == nil)
  }

  @Test(
    arguments: [
      (nil, "null"), (true, "a boolean"), (1, "an integer"), (.bigInteger("1"), "an integer"),
      (1.5, "a number"),
      ("", "a text"), ([], "a list"), ([:], "a map"),
    ] as [(Value, String)])
  func isNamedInMessages(value: Value, name: String) {
    #expect(value.typeName == name)
  }
}
