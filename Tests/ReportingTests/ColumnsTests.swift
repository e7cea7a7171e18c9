import Reporting
import Testing

/// The number of terminal columns that a text takes.
@Suite struct ColumnsTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("ü: x", 4), ("→ …", 3), ("Ωя", 2),
    // East Asian characters: wide, fullwidth, and halfwidth, which is narrow.
    ("日本語", 6), ("한국어", 6), ("ＡＢＣ", 6), ("ｱｲｳ", 3), ("「あ」", 6), ("𠀀", 2), ("﹏", 2), ("㉈", 1),
    // Combining characters take no column.
    ("e\u{301}", 1), ("a\u{20DD}", 1), ("\u{1112}\u{1161}\u{11AB}", 2), ("か\u{3099}", 2), ("ก\u{E34}", 1),
    ("a\u{200B}b", 2), ("a\u{200D}b", 2),
    // Emoji, alone and joined. U+FE0F turns a sign into an emoji.
    ("😀", 2), ("👩‍👩‍👧‍👦", 2), ("👍🏽", 2), ("🇩🇪", 2), ("❤", 1), ("❤\u{FE0F}", 2), ("⌚", 2), ("©", 1),
  ])
  func counts(text: String, columns: Int) {
    #expect(Columns.count(text) == columns)
  }

  @Test(arguments: [
    ("abc", 2, "ab"), ("abc", 9, "abc"), ("日本語", 4, "日本"), ("日本語", 5, "日本"), ("日本語", 1, ""),
    ("e\u{301}x", 1, "e\u{301}"), ("👩‍👩‍👧‍👦!", 2, "👩‍👩‍👧‍👦"), ("abc", 0, ""), ("abc", -1, ""),
  ])
  func cuts(text: String, columns: Int, begin: String) {
    #expect(Columns.prefix(text[...], columns) == begin)
  }
}
