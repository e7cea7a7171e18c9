package import Model
package import YAML

/// The nodes of a document with their places, those of a repaired text if the document is being written.
package struct SyntaxTree: Sendable {
  /// One step from the root to a place.
  package struct Step: Sendable {
    package enum Role: Sendable {
      case root
      case item(Int)
      case key(SourceNode.Pair)
      case value(SourceNode.Pair)
    }

    package let node: SourceNode
    package let role: Role
  }

  package let document: TextDocument
  package let root: SourceNode
  /// The lines that are left out because they are no YAML, counted from 1.
  package let blankLines: Set<Int>
  private let lines: SourceLines
  private let nodes: [Mark: SourceNode]

  /// Nil if the repaired text has no document.
  package init?(_ document: TextDocument, _ text: RepairedText) {
    guard let root = (try? SourceReader.read(text.bytes)) ?? nil else { return nil }
    self.document = document
    self.root = root
    blankLines = text.blankLines
    lines = SourceLines(document.bytes)
    var nodes: [Mark: SourceNode] = [:]
    Self.add(root, to: &nodes)
    self.nodes = nodes
  }

  /// A collection that is written line by line begins where its first key does: then the key counts.
  private static func add(_ node: SourceNode, to nodes: inout [Mark: SourceNode]) {
    if nodes[node.mark] == nil || !node.isBlock { nodes[node.mark] = node }
    for child in node.children { add(child, to: &nodes) }
  }

  /// The innermost node that begins at a mark.
  package func node(at mark: Mark) -> SourceNode? { nodes[mark] }

  /// The range to underline for a finding at a place: the node there, up to the end of its line.
  package func range(at mark: Mark) -> Range<Int> {
    if let node = nodes[mark], !node.range.isEmpty {
      let line = document.range(ofLine: document.line(of: node.range.lowerBound))
      return node.range.lowerBound..<max(node.range.lowerBound, min(node.range.upperBound, line.upperBound))
    }
    return Self.word(at: lines.offset(of: mark), in: document)
  }

  /// The word at a place that has no node; the rest of the line if there is none.
  package static func word(at offset: Int, in document: TextDocument) -> Range<Int> {
    let line = document.range(ofLine: document.line(of: offset))
    var end = offset
    while end < line.upperBound, document.bytes[end] != UInt8(ascii: " ") { end += 1 }
    if end == offset { end = line.upperBound }
    // At the end of a line, its last character.
    return end > offset ? offset..<end : max(line.lowerBound, offset - 1)..<offset
  }

  /// True if a node is inside of a flow list or map.
  package func isInFlow(_ node: SourceNode) -> Bool {
    steps(at: node.range.lowerBound).contains { $0.node.isFlow && $0.node.range != node.range }
  }

  /// The nodes around a place, from the root inwards. The place may be right behind the last one.
  package func steps(at offset: Int) -> [Step] {
    var steps = [Step(node: root, role: .root)]
    while let next = steps.last.flatMap({ Self.step(in: $0.node, at: offset) }) { steps.append(next) }
    return steps
  }

  private static func step(in node: SourceNode, at offset: Int) -> Step? {
    func holds(_ node: SourceNode) -> Bool {
      node.range.lowerBound <= offset && offset <= node.range.upperBound && !node.range.isEmpty
    }
    switch node.content {
    case .scalar, .alias: return nil
    case .list(let items, _):
      return items.indices.last { holds(items[$0]) }.map { Step(node: items[$0], role: .item($0)) }
    case .map(let pairs, _):
      for pair in pairs.reversed() {
        if holds(pair.value) { return Step(node: pair.value, role: .value(pair)) }
        if holds(pair.key) { return Step(node: pair.key, role: .key(pair)) }
      }
      return nil
    }
  }
}

extension SourceNode {
  /// The value of a key that is written as text.
  package subscript(key: String) -> SourceNode? { pair(key)?.value }

  package func pair(_ key: String) -> Pair? { pairs?.last { $0.key.text == key } }

  package var items: [SourceNode]? {
    if case .list(let items, _) = content { items } else { nil }
  }
}
