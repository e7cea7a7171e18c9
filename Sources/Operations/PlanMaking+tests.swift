import Applying
import Blueprints
import FlowTesting
import LiveReading
import Model
import Planning

extension PlanMaking {
  /// The tests beside the blueprints, or where the settings say.
  func testSet() -> FlowTestSet {
    FlowTestSet(
      request.testFiles ?? request.files.tests, catalog: session.server.catalog, options: request.options)
  }

  /// The plan with the tests of the flows that it changes.
  func withTests(_ made: MadePlan) async throws -> MadePlan {
    guard !(request.testFiles ?? request.files.tests).isEmpty, made.plan.summary.hasChanges else {
      return made
    }
    let set = testSet()
    let flows = try await reader.touchedFlows(by: made.plan)
    let tests = set.tests.filter { flows.contains($0.flow) }
    return made.testing(
      MadeTests(tests: tests, secretMask: set.secretMask),
      flows.map { flow in
        PlannedTests(flow: flow, names: tests.filter { $0.flow == flow }.map { set.secretMask($0.name) })
      })
  }
}
