package import FlowTesting
package import Model
import Planning

/// How an apply tests the flows that it has changed.
package struct ApplyTesting: Sendable {
  /// Runs tests against the server of the apply.
  package var run: @Sendable (FlowTestRequest) async -> FlowTestReport
  /// True if tests may create something on the server.
  package var allowsWrites = false
  /// For one test, in seconds.
  package var timeout = 30.0

  package init(run: @escaping @Sendable (FlowTestRequest) async -> FlowTestReport) {
    self.run = run
  }
}

/// The tests that belong to a plan.
package struct MadeTests: Sendable {
  /// Those of the flows that the plan changes.
  package let tests: [FlowTest]
  /// Masks the secrets of their answers.
  package let secretMask: SecretMask
}
