import Applying
import OperationsSupport
import Planning
import Sandbox
import State
import Synchronization
import TestSupport
import Testing

/// Saves of the state while an apply goes on.
struct CheckpointTests {
  /// Counted, on a clock whose time passes at once, and on one on which it never does.
  @Test(arguments: [true, false]) func checkpointsComeWhileTheRunGoesOn(_ timePasses: Bool) async throws {
    let directory = try TemporaryDirectory()
    let saved = Mutex<[Int]>([])
    var checkpoints = Checkpoints { snapshot in saved.withLock { $0.append(snapshot.resources.count) } }
    checkpoints.sleep = { duration in
      #expect(duration == .seconds(20))
      if !timePasses { try await Task.sleep(for: .seconds(3600)) }
    }
    let sandbox = try SandboxServer(SandboxConfiguration())
    var apply = ApplyInProcess(
      blueprint: MixedText(parts: 0, mappings: 30).text,
      store: StateStore(path: directory.path("state.json")),
      parallelism: 1)
    apply.checkpoints = checkpoints
    let finished = try await apply.run(EngineTransport(sandbox: sandbox))
    #expect(finished.outcome.isComplete && finished.done.count == 30)
    let counts = saved.withLock { $0 }
    // On a clock that passes at once, a save may meet the last change.
    #expect(counts == counts.sorted() && counts.allSatisfy { $0 > 0 && $0 <= 30 })
    #expect(timePasses ? counts.count >= 5 : counts.isEmpty, "\(counts)")
  }
}
