import Applying
import Blueprints
import FlowTesting
import LiveReading
import Model
import Planning

extension PlanMaking {
  /// The files with tests.
  private var testFiles: [BlueprintFiles.File] { (request.tests ?? request.files).tests }

  private var testSet: FlowTestSet {
    var options = request.options
    if !request.runsTests { options.isOffline = true }
    return FlowTestSet(testFiles, catalog: session.server.catalog, options: options)
  }

  /// Why the tests cannot run; empty if they can.
  func mistakesInTests() -> [Diagnostic] {
    guard !testFiles.isEmpty else {
      return (request.tests?.diagnostics ?? []) + [
        .error(
          "there is no test of a flow, so --test has nothing to run; write one into a file that ends in .flowtest.yaml",
          at: nil
        ).about(.test)
      ]
    }
    let findings = (request.tests?.diagnostics ?? []) + testSet.diagnostics
    return findings.hasErrors ? findings : []
  }

  /// The plan with the tests of the flows that it changes.
  func withTests(_ made: MadePlan) async throws -> MadePlan {
    guard !testFiles.isEmpty, made.plan.summary.hasChanges else {
      return made
    }
    let set = testSet
    let flows = try await reader.touchedFlows(by: made.plan)
    let tests = set.tests.filter { flows.contains($0.flow) }
    return made.testing(
      MadeTests(tests: tests, secretMask: set.secretMask),
      flows.map { flow in
        PlannedTests(flow: flow, names: tests.filter { $0.flow == flow }.map { set.secretMask($0.name) })
      },
      // A test with a mistake is not among the tests. That must not look as if there were none.
      mistakes: set.diagnostics.filter { $0.severity == .error }.map { mistake in
        var warning = mistake
        warning.severity = .warning
        return warning
      })
  }
}
