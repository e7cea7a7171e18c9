package import Model

/// The reason why a text cannot be read as YAML, and the place.
package struct YAMLError: Error, Sendable, Hashable {
  package let message: String
  package let mark: Mark

  package init(_ message: String, at mark: Mark) {
    self.message = message
    self.mark = mark
  }
}
