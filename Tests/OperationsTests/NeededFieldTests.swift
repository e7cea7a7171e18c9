import Catalog
import Model
import OperationsSupport
import OrderedCollections
import Planning
import Sandbox
import State
import TestSupport
import Testing

/// A create needs one of several fields, although OpenAPI marks none of them as required.
struct NeededFieldTests {
  @Test(arguments: [EmbeddedCatalog.v2024_8, .v2026_5_rc1])
  func areAskedForBeforeTheFirstWrite(_ version: EmbeddedCatalog) async throws {
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
      // No test can create the device that one kind binds to.
      let isCreatable =
        try await NewObjects.on(try SandboxServer(configuration), configuration.version)
        .createIfPossible(kind, "needed") != nil
      let needed = Set(kind.neededToCreate.joined())
      let transport = EngineTransport(sandbox: sandbox)
      // One field of each group is needed.
      for (attrs, isEnough) in [(body.filter { !needed.contains($0.key) }, false), (body, true)] {
        apply.blueprint = JSONWriter.write([
          "version": 1, "entries": [["model": .string(kind.model), "identifiers": .map(attrs)]],
        ])
        let run = try await apply.run(transport)
        let plan = run.plan
        let errors = plan.diagnostics.filter { $0.severity == .error }.map(\.message)
        #expect(errors.isEmpty == isEnough, "\(kind.model): \(errors)")
        #expect(isEnough || errors.first?.contains("cannot be created without") == true, "\(errors)")
        #expect(run.done.count == (isEnough && isCreatable ? 1 : 0), "\(kind.model)")
        #expect(run.notDone.count == (isEnough && !isCreatable ? 1 : 0), "\(kind.model)")
      }
    }
  }
}
