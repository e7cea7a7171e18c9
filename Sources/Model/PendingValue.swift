import OrderedCollections

/// A tag's value that depends on keys or objects that only an apply will know: "known after apply".
///
/// It is evaluated again when the objects it needs exist.
package struct PendingValue: Sendable, Hashable {
  /// The tag, such as `!Format`.
  package let tag: String
  /// The references it needs; never empty.
  package let sources: [Reference]

  package init(tag: String, sources: [Reference]) {
    self.tag = tag
    self.sources = sources
  }

  /// The form in a plan: the first key that it needs, and the tag.
  package var value: Value {
    guard case .map(var shown)? = sources.first?.value else { return .null }
    shown["within"] = .string(tag)
    return .map(shown)
  }
}
