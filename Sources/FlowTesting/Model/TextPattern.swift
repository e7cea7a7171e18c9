/// A regular expression that a whole text must match. Its source may be a plain text.
package struct TextPattern: Sendable, Hashable {
  package let source: String

  package init(_ source: String) {
    self.source = source
  }
}
