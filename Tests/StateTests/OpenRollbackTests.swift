import Model
import OrderedCollections
import TestSupport
import Testing

@testable import State

/// The open steps in the journal of a run that was interrupted while it undid its steps.
struct OpenRollbackTests {
  private static func intent(_ text: String) -> Intent {
    let words = text.split(separator: " ").map(String.init)
    guard let action = Action(rawValue: words[0]) else { preconditionFailure("no action: \(text)") }
    return Intent(
      address: .flow(words[1]), action: action,
      kind: "authentik_flows.flow", hasUniqueKey: true)
  }

  private static func intent(_ slug: String, _ action: String) -> JournalEntry {
    .intent(intent("\(action) \(slug)"))
  }

  private static func done(_ slug: String) -> JournalEntry {
    .done(.flow(slug), Sample.record(slug))
  }

  private static let run: [JournalEntry] = [
    intent("made", "create"), intent("refused", "create"), done("made"), .failed(.flow("refused")),
    intent("set", "update"), done("set"), intent("gone", "delete"), .removed(.flow("gone")),
    // One step was adopted without a write, and one was never answered.
    done("found"), intent("unknown", "create"),
  ]

  @Test(
    arguments: [
      ([], ["create made", "update set", "delete gone"]),
      ([intent("set", "update")], ["create made", "update set", "delete gone"]),
      ([intent("set", "update"), done("set")], ["create made", "delete gone"]),
      (
        [intent("set", "update"), .failed(.flow("set"))],
        ["create made", "update set", "delete gone"]
      ),
      ([done("set"), intent("made", "delete"), .removed(.flow("made"))], ["delete gone"]),
      ([done("set"), .removed(.flow("made")), done("gone")], []),
    ] as [([JournalEntry], [String])])
  func isWhatWasDoneAndNotUndone(undoing: [JournalEntry], left: [String]) throws {
    let found = try #require(OpenRollback(Self.run + [.rollback] + undoing))
    #expect(found.left == left.map(Self.intent))
    #expect(found.stepCount == 3)
  }

  @Test func isNoneOfARunThatUndidNothing() {
    #expect(OpenRollback(Self.run) == nil)
  }
}
