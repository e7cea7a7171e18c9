package import Model

/// Which tests to run, and how.
package struct FlowTestRequest: Sendable {
  package var tests: [FlowTest]
  /// True if tests may create something on the server.
  package var allowsWrites: Bool
  /// True if no test may ever write to this server.
  package var isProtected: Bool
  /// For one test, in seconds.
  package var timeout: Double
  /// How many tests run at once.
  package var parallelism: Int
  /// True to add the executor's own view of a run to its notes.
  package var inspects: Bool
  /// Removes the secrets of the tests' answers from every message.
  package var secretMask: SecretMask

  package init(
    _ tests: [FlowTest], allowsWrites: Bool = false, isProtected: Bool = false, timeout: Double = 30,
    parallelism: Int = 4,
    inspects: Bool = false, secretMask: SecretMask = SecretMask([])
  ) {
    self.tests = tests
    self.allowsWrites = allowsWrites
    self.isProtected = isProtected
    self.timeout = timeout
    self.parallelism = parallelism
    self.inspects = inspects
    self.secretMask = secretMask
  }
}
