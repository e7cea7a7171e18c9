import Model
import Testing
import YAML

/// Each row was compared with PyYAML 6.0.3, as were 33,000 generated scalars.
@Suite struct PlainScalarTests {
  @Test(
    arguments: [
      ("", nil), ("~", nil), ("null", nil), ("Null", nil), ("NULL", nil), ("nULL", "nULL"), ("n", "n"),
      ("y", "y"),
      ("yes", true), ("Yes", true), ("YES", true), ("yEs", "yEs"), ("on", true), ("On", true), ("ON", true),
      ("true", true), ("True", true), ("TRUE", true), ("no", false), ("No", false), ("off", false),
      ("OFF", false),
      ("false", false), ("False", false), ("FALSE", false), ("t", "t"), ("f", "f"), ("yesx", "yesx"),
      ("-yes", "-yes"), ("nothing", "nothing"), ("<<<", "<<<"), ("==", "=="), ("a b", "a b"), ("é", "é"),
    ] as [(String, Value)])
  func readsWords(text: String, value: Value) {
    #expect(PlainScalar.value(of: text) == value)
  }

  @Test(
    arguments: [
      ("0", 0), ("-0", 0), ("00", 0), ("017", 15), ("-017", -15), ("0_7", 7), ("08", "08"), ("09", "09"),
      ("0o17", "0o17"), ("0x1F", 31), ("-0xff", -255), ("0X1F", "0X1F"), ("0b101", 5), ("+0b1", 1),
      ("0b2", "0b2"),
      ("12", 12), ("+12", 12), ("-12", -12), ("1_000", 1000), ("1__0", 10), ("_1", "_1"), ("1_", 1),
      ("1:30", 90), ("1:30:15", 5415), ("-1:30", -90), ("1:60", "1:60"), ("01:30", "01:30"), ("0:30", "0:30"),
      ("9:5", 545), ("1:", "1:"), ("--1", "--1"), ("1-2", "1-2"), ("9223372036854775807", .integer(.max)),
      ("9223372036854775808", .bigInteger("9223372036854775808")),
      ("-9_223_372_036_854_775_809", .bigInteger("-9223372036854775809")),
    ] as [(String, Value)])
  func readsIntegers(text: String, value: Value) {
    #expect(PlainScalar.value(of: text) == value)
  }

  @Test(
    arguments: [
      ("1.5", 1.5), ("1.", .double(1)), (".5", 0.5), ("-.5", "-.5"), ("+1.5", 1.5), ("1_0.2_5", 10.25),
      ("._5", "._5"),
      (".", "."), ("1e3", "1e3"), ("1.0e3", "1.0e3"), ("1.0e+3", .double(1000)), ("1.5E-1", 0.15),
      (".5e+1", .double(5)),
      ("1.e+2", .double(100)), ("1:30.5", 90.5), ("1:30.", .double(90)), ("0:0.5", 0.5), ("1.2.3", "1.2.3"),
      (".inf", .double(.infinity)), ("-.Inf", .double(-.infinity)), ("+.INF", .double(.infinity)),
      (".iNF", ".iNF"),
      ("inf", "inf"), ("nan", "nan"), ("-.nan", "-.nan"), ("0.0", .double(0)), ("1_.5", 1.5),
      ("59:20:7:52:8:29:20:20:22:33:31.5", 3.5877919453982003e19),
    ] as [(String, Value)])
  func readsNumbers(text: String, value: Value) {
    #expect(PlainScalar.value(of: text) == value)
  }

  @Test func readsNotANumber() throws {
    guard case .double(let number)? = PlainScalar.value(of: ".nan") else {
      Issue.record(".nan is read as something else")
      return
    }
    #expect(number.isNaN)
  }

  @Test func keepsIntegersAndNumbersApart() {
    #expect(PlainScalar.value(of: "3")?.integer == 3)
    #expect(PlainScalar.value(of: "3.0")?.integer == nil)
  }

  @Test(
    arguments: [
      ("2001-12-14", "2001-12-14"), ("2001-1-4", "2001-1-4"), ("2001-12-4", "2001-12-4"),
      ("2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43.100000-05:00"),
      ("2001-12-14 21:59:43.10 -5", "2001-12-14 21:59:43.100000-05:00"),
      ("2001-1-4 1:59:43", "2001-01-04 01:59:43"), ("2001-12-14T21:59:43Z", "2001-12-14 21:59:43+00:00"),
      ("2001-12-14 21:59:43 Z", "2001-12-14 21:59:43+00:00"), ("2001-12-14T21:59:43.", "2001-12-14 21:59:43"),
      ("2001-12-14T21:59:43.000", "2001-12-14 21:59:43"),
      ("2001-12-14T21:59:43.1234567", "2001-12-14 21:59:43.123456"),
      ("2001-12-14T21:59:43-00:30", "2001-12-14 21:59:43-00:30"),
      ("2001-12-14T21:59:43+1:60", "2001-12-14 21:59:43+02:00"),
      ("2001-12-14x21:59:43", "2001-12-14x21:59:43"), ("20010-12-14", "20010-12-14"),
      ("2001-12-14T21:59", "2001-12-14T21:59"), ("2000-02-29", "2000-02-29"),
    ] as [(String, Value)])
  func readsDates(text: String, value: Value) {
    #expect(PlainScalar.value(of: text) == value)
  }

  @Test(arguments: [
    "=", "<<", "0b_", "0x_", "2001-13-01", "2001-02-29", "0000-01-01", "2001-12-14T24:59:43",
    "2001-12-14T21:60:43",
    "2001-12-14T21:59:43+24:00", "0x7fffffffffffffffff", "59:59:59:59:59:59:59:59:59:59:59:59",
  ])
  func refusesWhatStandsForNothing(text: String) {
    #expect(PlainScalar.value(of: text) == nil)
  }
}
