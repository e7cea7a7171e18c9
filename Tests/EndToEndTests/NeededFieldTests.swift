import Catalog
import Model
import OrderedCollections
import Planning
import State
import TestSupport
import Testing

@testable import Sandbox

/// Fields of which a create needs one, though OpenAPI calls none of them required.
struct NeededFieldTests {
  @Test(arguments: [EmbeddedVersion.v2024_8, .v2026_5])
  func areAskedForBeforeTheFirstWrite(_ version: EmbeddedVersion) async throws {
    let configuration = version.configuration
    let kinds = try configuration.version.load().kinds.filter { !$0.neededToCreate.isEmpty }
    #expect(kinds.count == (version == .v2024_8 ? 7 : 8))
    for kind in kinds {
      let directory = try TemporaryDirectory()
      let sandbox = try SandboxServer(configuration)
      let objects = try NewObjects.on(sandbox, configuration.version)
      var apply = ApplyInProcess(store: StateStore(path: directory.path("state.json")))
      apply.version = configuration.version
      let body = try await objects.body(kind, "needed")
      let needed = Set(kind.neededToCreate.joined())
      let transport = EngineTransport(sandbox: sandbox)
      // One of each group is enough, and none is too few.
      for (attrs, isEnough) in [(body.filter { !needed.contains($0.key) }, false), (body, true)] {
        apply.blueprint = JSONWriter.write([
          "version": 1, "entries": [["model": .string(kind.model), "identifiers": .map(attrs)]],
        ])
        let plan = try await apply.run(transport).plan
        let errors = plan.diagnostics.filter { $0.severity == .error }.map(\.message)
        #expect(errors.isEmpty == isEnough, "\(kind.model): \(errors)")
        #expect(isEnough || errors.first?.contains("cannot be created without") == true, "\(errors)")
        #expect(plan.summary[.create] == (isEnough ? 1 : 0), "\(kind.model)")
      }
    }
  }
}
