import FuzzingHarness
import State

/// Any bytes as the journal of an interrupted apply: they are refused with a reason, or folded into the state once.
@main
enum JournalFuzzing {
  private static let state = """
    {"format":1,"serial":3,"lineage":"l","server":null,"resources":{"a.b[x=1]":{"kind":"a.b","pk":1,\
    "origin":"created","source":"b.yaml","identifiers":{"x":1},"applied":{}}}}
    """

  static func main() {
    let store = StateStore(path: ScratchFolder.make() + "/state.json")
    let stored = Array(state.utf8)
    Fuzzer.run { bytes in
      guard (try? Journal.content(of: bytes, path: store.journalPath)) != nil else { return }
      ScratchFolder.write(stored, to: store.path)
      ScratchFolder.write(bytes, to: store.journalPath)
      guard let loaded = try? store.load() else { return }
      do {
        let folded = try store.recover().snapshot
        precondition(folded.hasSameContent(as: loaded.snapshot) && folded.serial >= 3)
        let again = try store.load()
        precondition(!again.hasOpenJournal || !loaded.hasOpenJournal)
        precondition(again.snapshot.hasSameContent(as: folded) && again.snapshot.serial == folded.serial)
      } catch {
        fatalError("not read back as it was folded: \(error)")
      }
    }
  }
}
