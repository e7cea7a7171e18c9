package import Model

/// The reason why a text cannot be read as YAML, and the place.
package struct YAMLError: Error, Sendable, Hashable {
  package let message: String
  package let mark: Mark
  /// Where the unfinished part of the text began that made libyaml stop. Nil if that is not known.
  package let start: Mark?

  package init(_ message: String, at mark: Mark, since start: Mark? = nil) {
    self.message = message
    self.mark = mark
    self.start = start
  }
}
