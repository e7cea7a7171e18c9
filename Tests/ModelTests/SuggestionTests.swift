import Model
import Testing

@Suite struct SuggestionTests {
  private static let names = ["title", "name", "slug", "designation", "denied_action", "authentication"]

  @Test(arguments: [
    ("tittle", "title"), ("titel", "title"), ("designaton", "designation"), ("dened_acton", "denied_action"),
    ("sulg", "slug"), ("nam", "name"), ("xyz", nil), ("", nil), ("titleship", nil),
  ])
  func isTheNearestName(name: String, nearest: String?) {
    #expect(Suggestion.nearest(to: name, among: Self.names) == nearest)
  }

  @Test func isTheFirstByAlphabetAmongEquals() {
    #expect(Suggestion.nearest(to: "cat", among: ["hat", "bat", "mat"]) == "bat")
  }

  /// The part before the value is the same in all addresses of a model, so only the value counts.
  @Test(arguments: [
    ("a.flow[slug=logn]", "a.flow[slug=login]"), ("a.flwo[slug=login]", "a.flow[slug=login]"),
    ("a.flow[slgu=login]", "a.flow[slug=login]"), ("a.flow[slug=elsewhere]", nil), ("a.flow[slug=x]", nil),
    ("a.binding[order=10,target=a.flow[slug=logn]]", "a.binding[order=10,target=a.flow[slug=login]]"),
    ("a.binding[order=10,target=a.flow[slug=elsewhere]]", nil),
  ])
  func ofAddressesTheValuesCount(address: String, nearest: String?) {
    let known = ["a.flow[slug=login]", "a.binding[order=10,target=a.flow[slug=login]]"]
    #expect(Suggestion.nearest(toAddress: address, among: known) == nearest)
  }

  @Test func isNoneForATextThatNobodyTypes() {
    let name = String(repeating: "x", count: 200)
    #expect(Suggestion.nearest(to: name, among: [name]) == name)
    #expect(Suggestion.nearest(to: name + "x", among: [name]) == nil)
  }

  @Test func isPrintedAsTheEndOfASentence() {
    #expect(Suggestion.hint(for: "titel", among: Self.names) == "; did you mean `title`?")
    #expect(Suggestion.hint(for: "xyz", among: Self.names).isEmpty)
  }

  /// To compare thousands of wrong names with thousands of right ones would take too long.
  @Test func isNoneAmongThousands() {
    let names = (1...2000).map { "name-\($0)" }
    #expect(Suggestion.hint(for: "nmae-7", among: names) == "; did you mean `name-7`?")
    #expect(Suggestion.hint(for: "nmae-7", among: names + ["other"]).isEmpty)
  }
}
