import OrderedCollections

/// What a tag makes of keys or objects that only an apply will know: "known after apply".
///
/// It is made again once what it needs is there.
package struct PendingValue: Sendable, Hashable {
  /// The tag that makes it, such as `!Format`.
  package let tag: String
  /// What it needs; never empty.
  package let sources: [Reference]

  package init(tag: String, sources: [Reference]) {
    self.tag = tag
    self.sources = sources
  }

  /// As a plan shows it: like the first key that it needs, and the tag that the key stands in.
  package var value: Value {
    guard case .map(var shown)? = sources.first?.value else { return .null }
    shown["within"] = .string(tag)
    return .map(shown)
  }
}
