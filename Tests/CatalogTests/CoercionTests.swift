import Catalog
import Model
import OrderedCollections
import Testing

@Suite struct CoercionTests {
  /// Values that the servers accept and return as a boolean (recorded from 2024.8.2 and 2026.5.0).
  @Test(
    arguments: [
      (true, true), (1, true), (.double(1), true), ("1", true), ("t", true), ("T", true), ("y", true),
      ("yes", true),
      ("Yes", true), ("YES", true), ("true", true), ("TRUE", true), ("on", true), ("ON", true),
      (false, false), (0, false), (.double(0), false), ("0", false), ("f", false), ("n", false),
      ("no", false),
      ("False", false), ("off", false), ("Off", false),
      (2, nil), ("", nil), ("maybe", nil), ("2", nil), (nil, nil), ([], nil), ([:], nil),
    ] as [(Value, Bool?)])
  func readsBooleans(value: Value, flag: Bool?) {
    #expect(Coercion.boolean(value) == flag)
  }

  @Test(
    arguments: [
      (7, 7), (.double(7), 7), ("7", 7), (" 7 ", 7), ("7.0", 7), ("-7", -7), ("7.", 7), ("7.5", nil),
      (1.5, nil),
      ("", nil), ("x", nil), (true, nil), (nil, nil), ([7], nil), (.bigInteger("99999999999999999999"), nil),
    ] as [(Value, Int?)])
  func readsIntegers(value: Value, number: Int?) {
    #expect(Coercion.integer(value) == number)
  }

  @Test(
    arguments: [
      (7, 7), (1.5, 1.5), ("1.5", 1.5), (" 1e3 ", 1000), (.bigInteger("100000000000000000000"), 1e20),
      ("x", nil),
      (true, nil), (nil, nil), ([:], nil),
    ] as [(Value, Double?)])
  func readsNumbers(value: Value, number: Double?) {
    #expect(Coercion.number(value) == number)
  }

  @Test(
    arguments: [
      ("a", "a"), (" a ", " a "), (5, "5"), (1.5, "1.5"),
      (.bigInteger("99999999999999999999"), "99999999999999999999"),
      (true, nil), (nil, nil), ([], nil), ([:], nil),
    ] as [(Value, String?)])
  func readsTexts(value: Value, text: String?) {
    #expect(Coercion.text(value) == text)
  }

  @Test(arguments: [
    ("", ""), ("a", "a"), (" a b ", "a b"), ("\n\ta\r\n", "a"), ("\u{A0}a\u{2003}", "a"),
    ("\u{1C}a\u{1F}", "a"),
    ("\u{FEFF}a", "\u{FEFF}a"), ("   ", ""), ("é ", "é"), ("\u{200B}", "\u{200B}"),
  ])
  func trimsAsPythonDoes(text: String, trimmed: String) {
    #expect(Coercion.trimmed(text) == trimmed)
  }

  @Test(
    arguments: [
      ("6", .integer, 6), (6, .text(.plain), "6"), (" x ", .text(.plain), "x"), ("on", .boolean, true),
      (" A1B2 ", .text(.uuid), "a1b2"),
      ("9DC1DFEFFB264F2F92B2B0FDEB6DC304", .text(.uuid), "9dc1dfef-fb26-4f2f-92b2-b0fdeb6dc304"),
      ("2031-02-03T06:05:06+02:00", .text(.dateTime), "2031-02-03T04:05:06Z"),
      ("2031-02-03 04:05:06Z", .text(.dateTime), "2031-02-03T04:05:06Z"),
      ("2031-02-03T04:05:06", .text(.dateTime), "2031-02-03T04:05:06Z"),
      ("2031-02-03", .text(.dateTime), "2031-02-03T00:00:00Z"),
      ("2030-12-31T23:30:00.5-01:00", .text(.dateTime), "2031-01-01T00:30:00.500000Z"),
      ("2028-03-01T00:30+01:00", .text(.dateTime), "2028-02-29T23:30:00Z"),
      ("1969-12-31T23:59:59.000000Z", .text(.dateTime), "1969-12-31T23:59:59Z"),
      ("tomorrow", .text(.dateTime), "tomorrow"), ("2031-02-03T04", .text(.dateTime), "2031-02-03T04"),
      (["1", 2], .list(.integer), [1, 2]), (3, .number, .double(3)),
      ("bogus", .boolean, "bogus"), ("x", .integer, "x"), (nil, .text(.plain), nil),
      (["b", "a"], .list(.text(.plain)), ["b", "a"]),
      ([" x "], .any, [" x "]), (["k": " x "], .map, ["k": " x "]), (" any ", .choice(["any"]), "any"),
    ] as [(Value, FieldType, Value)])
  func bringsValuesIntoTheServersForm(value: Value, type: FieldType, normalized: Value) {
    #expect(Coercion.normalized(value, as: type) == normalized)
  }

  @Test(arguments: [
    ("6e1f3c0a-2f0f-4a2f-9c39-0c4a5a4e6a11", true), ("6E1F3C0A2F0F4A2F9C390C4A5A4E6A11", true),
    ("6e1f3c0a", false), ("", false), ("6e1f3c0a-2f0f-4a2f-9c39-0c4a5a4e6a1g", false),
  ])
  func knowsUUIDs(text: String, isOne: Bool) {
    #expect(Coercion.isUUID(text) == isOne)
  }

  @Test(
    arguments: [
      ("0d7e25bb-1b36-4a51-b371-c6f0d0a4ba71", "0d7e25bb-1b36-4a51-b371-c6f0d0a4ba71"),
      ("0D7E25BB-1B36-4A51-B371-C6F0D0A4BA71", "0d7e25bb-1b36-4a51-b371-c6f0d0a4ba71"),
      ("0d7e25bb1b364a51b371c6f0d0a4ba71", "0d7e25bb-1b36-4a51-b371-c6f0d0a4ba71"),
      // Dashes in other places, as many characters.
      ("0d7e25b-b1b36-4a51-b371-c6f0d0a4ba71", "0d7e25bb-1b36-4a51-b371-c6f0d0a4ba71"),
      ("0d7e25bb-1b36-4a51-b371-c6f0d0a4ba7g", nil), ("", nil),
    ] as [(String, String?)])
  func aUUIDHasOneForm(text: String, canonical: String?) {
    #expect(Coercion.canonicalUUID(text) == canonical)
  }
}
