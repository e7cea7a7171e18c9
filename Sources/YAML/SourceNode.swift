package import Model

/// A node with its byte range in the file, for edits that leave all other bytes unchanged.
///
/// Unlike `Node`, it keeps aliases and the style of scalars and collections.
package struct SourceNode: Sendable {
  package enum Content: Sendable {
    case scalar(String, ScalarStyle)
    case alias(String)
    case list([SourceNode], isFlow: Bool)
    case map([Pair], isFlow: Bool)
  }

  package enum ScalarStyle: Sendable {
    case plain, singleQuoted, doubleQuoted
    /// `|` or `>`.
    case block
  }

  package struct Pair: Sendable {
    package let key: SourceNode
    package let value: SourceNode
  }

  package let content: Content
  package let tag: String?
  package let anchor: String?
  package let mark: Mark
  /// The bytes from the tag or anchor to the end of the text. Empty if the value is missing.
  ///
  /// Blank lines after a block scalar or collection are not included.
  package let range: Range<Int>
  /// The first byte after the tag and anchor.
  package let bodyStart: Int

  package init(
    _ content: Content, tag: String? = nil, anchor: String? = nil, mark: Mark, range: Range<Int>,
    bodyStart: Int
  ) {
    self.content = content
    self.tag = tag
    self.anchor = anchor
    self.mark = mark
    self.range = range
    self.bodyStart = bodyStart
  }

  package var body: Range<Int> { bodyStart..<range.upperBound }

  package var pairs: [Pair]? {
    if case .map(let pairs, _) = content { pairs } else { nil }
  }

  /// The text of a scalar; nil for any other node.
  package var text: String? {
    if case .scalar(let text, _) = content { text } else { nil }
  }

  package var isFlow: Bool {
    switch content {
    case .list(_, let isFlow), .map(_, let isFlow): isFlow
    case .scalar, .alias: false
    }
  }

  /// True for a list or map that is written line by line, and for a block scalar.
  package var isBlock: Bool {
    switch content {
    case .list(_, let isFlow), .map(_, let isFlow): !isFlow
    case .scalar(_, let style): style == .block
    case .alias: false
    }
  }

  package var children: [SourceNode] {
    switch content {
    case .scalar, .alias: []
    case .list(let items, _): items
    case .map(let pairs, _): pairs.flatMap { [$0.key, $0.value] }
    }
  }
}
