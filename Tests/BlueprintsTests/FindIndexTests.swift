import Model
import Testing

@testable import Blueprints

struct FindIndexTests {
  /// Values that a server counts as equal find each other.
  @Test(arguments: [
    ("Login" as Value, "login" as Value, true), (" login ", "login", true), (1, "1", true), (1, 1.0, true),
    (true, "true", true), ("nan", "nan", true), ("login", "logout", false), (1, 2, false),
    (true, false, false),
  ])
  func findsByValue(declared: Value, wanted: Value, isFound: Bool) {
    var column = FindIndex.Column()
    column.add(4, value: declared)
    #expect(column.candidates(for: wanted) == (isFound ? [4] : []))
  }

  /// Only its value tells whether such an entry meets a condition.
  @Test func alwaysNamesEntriesWithoutAKnownValue() {
    var column = FindIndex.Column()
    column.add(7, value: nil)
    column.add(5, value: "one")
    column.add(2, value: ["a list"])
    #expect(column.candidates(for: "one") == [2, 5, 7])
    #expect(column.candidates(for: "two") == [2, 7])
  }
}
