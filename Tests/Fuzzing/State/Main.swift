import FuzzingHarness
import State

/// Any bytes as a state file: they are refused with a reason, or read. A state reads the same after it was written.
@main
enum StateFuzzing {
  static func main() {
    let store = StateStore(path: ScratchFolder.make() + "/state.json")
    Fuzzer.run { bytes in
      guard let before = try? StateSnapshot(bytes, path: store.path) else { return }
      var changed = before
      changed.server = "https://changed.example"
      ScratchFolder.write(bytes, to: store.path)
      do {
        try store.commit(changed, after: before)
        let after = try store.load().snapshot
        precondition(after.hasSameContent(as: changed))
        if !before.hasSameContent(as: changed) { precondition(after.serial == before.serial + 1) }
      } catch {
        fatalError("not read back as it was written: \(error)")
      }
    }
  }
}
