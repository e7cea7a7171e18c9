import State
import Testing

/// Every message about a state ends with an instruction.
@Suite struct StateErrorTests {
  private static let holder = LockHolder.me("apply")

  @Test(arguments: [
    StateError.unreadable(path: "s", reason: "permission denied"), .newerFormat(path: "s", format: 9),
    .corrupt(path: "s", reason: "it is empty"), .damagedJournal(path: "s", reason: "line 2 cannot be read"),
    .otherLineage(journal: "s"), .locked(holder, path: "s"),
    .unwritable(path: "s", reason: "the disk is full"),
    .serverFailed(name: "s", reason: "it answers 500"), .noState(name: "s", reason: "it is empty"),
    .serverRefused(name: "s", reason: "it answers 405"), .lockedOnServer(name: "s", holder: "somebody"),
    .conflict(name: "s", reason: "now it is none"),
    .notSaved(name: "s", reason: "it answers 413"),
  ])
  func saysWhatToDo(error: StateError) {
    #expect(error.description.contains("; ") || error.description.contains(", and is left as it is; "))
  }

  /// If the reason contains advice, no further advice is added.
  @Test func adviceOfTheReasonIsEnough() {
    let error = StateError.serverFailed(name: "s", reason: "it answers 401; set a password")
    #expect(error.description == "the state s cannot be reached: it answers 401; set a password")
  }
}
