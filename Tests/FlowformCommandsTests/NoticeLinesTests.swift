import Model
import Operations
import State
import Testing

@testable import FlowformCommands

/// What a person reads of a notice.
struct NoticeLinesTests {
  @Test(arguments: [
    (
      Notice.journalLaidAside(path: "state.json.journal.superseded"),
      "note: the state is newer than the journal of an interrupted apply, so flowform moved the journal to state.json.journal.superseded; "
    ),
    (
      .catalogUnavailable(reason: "it answers 403", version: "2026.5.0"),
      "note: the server's OpenAPI document cannot be read (it answers 403), so flowform uses the catalog of authentik 2026.5.0"
    ),
    (.state("warning: the lock stays"), "warning: the lock stays"),
  ])
  func isOneLine(_ notice: Notice, _ text: String) {
    #expect(notice.lines.count == 1)
    #expect(notice.lines.first?.hasPrefix(text) == true, "\(notice.lines)")
  }
}
