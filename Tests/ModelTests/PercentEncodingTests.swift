import Model
import Testing

struct PercentEncodingTests {
  @Test(arguments: [
    ("a-b_c.d~9", "a-b_c.d~9"), ("a b/é?&=\n", "a%20b%2F%C3%A9%3F%26%3D%0A"), ("", ""), ("%41", "%2541"),
    ("\u{0}+", "%00%2B"), ("👍", "%F0%9F%91%8D"),
  ])
  func encodesAllButUnreservedCharacters(text: String, encoded: String) {
    #expect(PercentEncoding.encoded(text) == encoded)
    #expect(PercentEncoding.decoded(encoded) == text)
  }

  @Test(
    arguments: [
      ("%c3%a9", "é"), ("100%", "100%"), ("%4", "%4"), ("%+4", "%+4"), ("%zz", "%zz"), ("a+b", "a+b"),
      ("%C3", nil), ("%FF%FE", nil),
    ] as [(String, String?)])
  func decodesWhatIsValid(text: String, decoded: String?) {
    #expect(PercentEncoding.decoded(text) == decoded)
  }
}
