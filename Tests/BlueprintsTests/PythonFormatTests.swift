import Model
import Testing

@testable import Blueprints

@Suite struct PythonFormatTests {
  /// Each row was made by Python 3.
  @Test(
    arguments: [
      ("%s", ["a"], "a"),
      ("%5s|", ["ab"], "   ab|"),
      ("%-5s|", ["ab"], "ab   |"),
      ("%.2s", ["abc"], "ab"),
      ("%05s", ["a"], "    a"),
      ("%d", [7], "7"),
      ("%5d", [-7], "   -7"),
      ("%05d", [-7], "-0007"),
      ("%-5d|", [7], "7    |"),
      ("%+d", [3], "+3"),
      ("% d", [3], " 3"),
      ("%.3d", [5], "005"),
      ("%8.3d|", [-5], "    -005|"),
      ("%08.3d|", [5], "00000005|"),
      ("%i", [true], "1"),
      ("%u", [9], "9"),
      ("%d", [.double(3.99)], "3"),
      ("%d", [.double(-3.99)], "-3"),
      ("%d", [.bigInteger("10000000000000000000000000")], "10000000000000000000000000"),
      ("%x", [255], "ff"),
      ("%X", [255], "FF"),
      ("%#x", [255], "0xff"),
      ("%#X", [255], "0XFF"),
      ("%#o", [8], "0o10"),
      ("%#08x", [255], "0x0000ff"),
      ("%x", [-255], "-ff"),
      ("%o", [8], "10"),
      ("%x", [.bigInteger("10000000000000000000000000")], "84595161401484a000000"),
      ("%o", [.bigInteger("-10000000000000000000000000")], "-4105452130240024411200000000"),
      // 2 to the power of 96, 90 and 1000, and one less than the first.
      ("%x", [.bigInteger("79228162514264337593543950336")], "1" + String(repeating: "0", count: 24)),
      ("%X", [.bigInteger("79228162514264337593543950335")], String(repeating: "F", count: 24)),
      ("%o", [.bigInteger("1237940039285380274899124224")], "1" + String(repeating: "0", count: 30)),
      (
        "%x",
        [
          .bigInteger(
            "10715086071862673209484250490600018105614048117055336074437503883703510511249361224931983788156958581275946729175531468251871452856923140435984577574698574803934567774824230985421074605062371141877954182153046474983581941267398767559165543946077062914571196477686542167660429831652624386837205668069376"
          )
        ], "1" + String(repeating: "0", count: 250)
      ),
      ("%f", [.double(1.5)], "1.500000"),
      ("%.0f", [.double(2.5)], "2"),
      ("%#.0f", [.double(2.5)], "2."),
      ("%8.2f|", [.double(3.14159)], "    3.14|"),
      ("%-8.2f|", [.double(3.14159)], "3.14    |"),
      ("%08.2f", [.double(-3.14159)], "-0003.14"),
      ("%+.1f", [.double(2.25)], "+2.2"),
      ("%e", [.double(12345.678)], "1.234568e+04"),
      ("%.1E", [.double(0.00012)], "1.2E-04"),
      ("%g", [.double(1e-05)], "1e-05"),
      ("%g", [.double(1e+20)], "1e+20"),
      ("%G", [.double(1e-05)], "1E-05"),
      ("%#g", [.double(1.0)], "1.00000"),
      ("%.3g", [.double(1234.5)], "1.23e+03"),
      ("%f", [1], "1.000000"),
      ("%f", [true], "1.000000"),
      ("%c", [65], "A"),
      ("%c", ["\u{E9}"], "\u{E9}"),
      ("%5c|", ["x"], "    x|"),
      ("%c", [128512], "\u{1F600}"),
      ("%r", ["it's"], "\"it's\""),
      ("%r", ["a\"b'c"], "'a\"b\\'c'"),
      ("%r", ["tab\t\\ nl\n"], "'tab\\t\\\\ nl\\n'"),
      ("%r", ["\u{E9}\u{200B}\u{A0}\u{1}"], "'\u{E9}\\u200b\\xa0\\x01'"),
      ("%a", ["\u{E9}\u{1F600}"], "'\\xe9\\U0001f600'"),
      ("%s", [.null], "None"),
      ("%s", [[1, "a", .null, true, .double(1.5)]], "[1, 'a', None, True, 1.5]"),
      ("%s", [["a": [.double(1.0)]]], "{'a': [1.0]}"),
      ("%s", [.double(1e+16)], "1e+16"),
      ("%s", [.double(1000000000000000.0)], "1000000000000000.0"),
      ("%s", [.double(1.2345678901234568e+17)], "1.2345678901234568e+17"),
      ("%s", [.double(0.0001)], "0.0001"),
      ("%s", [.double(1e-05)], "1e-05"),
      ("%s", [.double(1.5e-07)], "1.5e-07"),
      ("%s", [.double(-0.0)], "-0.0"),
      ("%s", [.double(0.1)], "0.1"),
      ("%s", [.double(100.0)], "100.0"),
      ("%s", [.double(1e+22)], "1e+22"),
      ("%s", [.double(1.7976931348623157e+308)], "1.7976931348623157e+308"),
      ("%s", [.double(2.5e-300)], "2.5e-300"),
      ("%*d|", [5, 7], "    7|"),
      ("%-*d|", [5, 7], "7    |"),
      ("%.*f", [2, .double(1.005)], "1.00"),
      ("%*d|", [-5, 7], "7    |"),
      ("%ld %hd %Ld", [1, 2, 3], "1 2 3"),
      ("%%", [], "%"),
      ("100%%", [], "100%"),
      ("%s%%%s", ["a", "b"], "a%b"),
      ("%5r|", ["a"], "  'a'|"),
      ("%.3r", ["abc"], "'ab"),
      ("% 05d", [42], " 0042"),
      ("%+x", [255], "+ff"),
      ("% x", [255], " ff"),
      ("%d", [false], "0"),
      ("%x", [true], "1"),
    ] as [(String, [Value], String)])
  func givesWhatPythonGives(format: String, arguments: [Value], text: String) throws {
    let given = try PythonFormat.text(format, arguments)
    #expect(Array(given.unicodeScalars) == Array(text.unicodeScalars), "\(given)")
  }

  /// Python raises an error for each row.
  @Test(
    arguments: [
      ("%s", []),
      ("%s", ["a", "b"]),
      ("%d", ["x"]),
      ("%d", [.null]),
      ("%d", [[1]]),
      ("%x", [.double(1.5)]),
      ("%x", ["a"]),
      ("%f", ["x"]),
      ("%c", ["ab"]),
      ("%c", [.double(1.5)]),
      ("%c", [-1]),
      ("%c", [1114112]),
      ("%", []),
      ("%5", [1]),
      ("%y", [1]),
      ("%(a)s", [["a": 1]]),
      ("%*d", ["x", 1]),
      ("%.", [1]),
      ("", ["a"]),
      ("%%", ["a"]),
    ] as [(String, [Value])])
  func refusesWhatPythonRefuses(format: String, arguments: [Value]) {
    #expect(throws: PythonFormat.Mistake.self) { try PythonFormat.text(format, arguments) }
  }

  @Test(
    arguments: [
      ("%1001d", [1]), ("%.1001f", [1]), ("%*d", [1001, 1]), ("%.*d", [1001, 1]),
      ("%999999999999999999999d", [1]),
    ] as [(String, [Value])])
  func refusesTheWidthsOfAnAttack(format: String, arguments: [Value]) {
    #expect(throws: PythonFormat.Mistake.self) { try PythonFormat.text(format, arguments) }
  }
}
