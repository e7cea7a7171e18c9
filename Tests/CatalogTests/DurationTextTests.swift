import Catalog
import Testing

struct DurationTextTests {
  @Test(arguments: [
    ("hours=3;minutes=1", 10_860.0), ("weeks=-1", -604_800), ("years=1;days=1", 86_400), ("days=1e300", nil),
    ("days=inf", nil), ("seconds=nan", nil), ("hours", nil), ("years=1", nil),
  ])
  func isReadAsTheServerDoes(text: String, seconds: Double?) {
    #expect(DurationText.seconds(text) == seconds)
  }
}
