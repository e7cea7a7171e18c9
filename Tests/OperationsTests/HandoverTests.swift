import Model
import OperationsSupport
import OrderedCollections
import Planning
import Sandbox
import State
import TestSupport
import Testing

/// A value that only one object can have moves from one entry to another, in any order of the entries.
struct HandoverTests {
  private static func brands(_ defaults: [Bool]) -> String {
    let entries = defaults.enumerated().map { number, isDefault -> Value in
      [
        "model": "authentik_brands.brand", "identifiers": ["domain": .string("\(number).example.com")],
        "attrs": ["default": .bool(isDefault)],
      ]
    }
    return JSONWriter.write(["version": 1, "entries": .list(entries)])
  }

  @Test(arguments: [1, 10]) func theDefaultBrandMoves(parallelism: Int) async throws {
    let directory = try TemporaryDirectory()
    let sandbox = try SandboxServer(SandboxConfiguration())
    let transport = EngineTransport(sandbox: sandbox)
    var apply = ApplyInProcess(store: StateStore(path: directory.path("state.json")))
    apply.parallelism = parallelism
    // Forwards, back, and to a newly created brand.
    for defaults in [[false, true], [true, false], [false, true], [false, false, true]] {
      apply.blueprint = Self.brands(defaults)
      let run = try await apply.run(transport)
      #expect(run.notDone.isEmpty, "\(run.events)")
      #expect(try await !apply.run(transport).plan.summary.hasChanges)
    }
  }
}
