package import Model
import YAML

/// The place of the cursor among the nodes of a blueprint.
package struct CursorPlace {
  package let written: WrittenSet
  /// The position of the file in the set.
  package let file: Int
  package let offset: Int
  /// The nodes around the cursor, from the root inwards.
  package let steps: [SyntaxTree.Step]
  package let entry: EntryPosition?
  /// The steps below the entry.
  package let below: ArraySlice<SyntaxTree.Step>

  package var facts: FileFacts { written.files[file] }
  package var document: TextDocument { facts.document }

  /// Nil if the file is no blueprint of the workspace, or cannot be read at all. Throws if the request names no place.
  package init?(_ parameters: Value, _ workspace: inout Workspace) throws(ResponseError) {
    let place = try DocumentPlace(parameters, workspace)
    let written = WrittenSet(&workspace)
    guard let file = written.position(of: place.file), let tree = workspace.tree(of: place.file) else {
      return nil
    }
    self.init(written, file: file, tree, offset: place.offset)
  }

  init(_ written: WrittenSet, file: Int, _ tree: SyntaxTree, offset: Int) {
    self.written = written
    self.file = file
    self.offset = offset
    let steps = tree.steps(at: offset)
    self.steps = steps
    let entries = written.files[file].entries
    let found = steps.indices.lazy.compactMap { step in
      entries.firstIndex { $0.node.range == steps[step].node.range && steps[step].node.pairs != nil }
        .map { (step: step, entry: $0) }
    }.first { $0.step > 1 }
    entry = found.map { EntryPosition(file: file, entry: $0.entry) }
    below = found.map { steps[($0.step + 1)...] } ?? []
  }

  /// The name of the key whose value, or which itself, is a step below the entry.
  func key(_ depth: Int) -> String? { below.dropFirst(depth).first?.keyName }

  /// The part of a node in the line of the cursor.
  func part(of node: SourceNode) -> Range<Int> {
    let line = document.range(ofLine: document.line(of: offset))
    let start = max(node.range.lowerBound, line.lowerBound)
    return start..<max(start, min(node.range.upperBound, line.upperBound))
  }

  func touches(_ range: Range<Int>) -> Bool { range.lowerBound <= offset && offset <= range.upperBound }
}

extension SyntaxTree.Step {
  /// The pair that this step goes into.
  var pair: SourceNode.Pair? {
    switch role {
    case .key(let pair), .value(let pair): pair
    case .root, .item: nil
    }
  }

  var keyName: String? { pair?.key.text }

  var isKey: Bool {
    if case .key = role { true } else { false }
  }
}

extension SourceNode {
  /// The bytes of the anchor's name, without `&`.
  func anchorName(in document: TextDocument) -> Range<Int>? { property(UInt8(ascii: "&"), in: document) }

  /// The bytes of the tag, with its `!`.
  func tagText(in document: TextDocument) -> Range<Int>? {
    property(UInt8(ascii: "!"), in: document).map { $0.lowerBound - 1..<$0.upperBound }
  }

  /// The word behind a sign before the node's content.
  private func property(_ sign: UInt8, in document: TextDocument) -> Range<Int>? {
    let bytes = document.bytes
    var position = range.lowerBound
    while position < min(range.upperBound, bytes.count) {
      var end = position
      while end < range.upperBound, !Self.endsWord(bytes[end]) { end += 1 }
      if end > position {
        if bytes[position] == sign { return position + 1..<end }
        guard bytes[position] == UInt8(ascii: "&") || bytes[position] == UInt8(ascii: "!") else { return nil }
      } else {
        end += 1
      }
      position = end
    }
    return nil
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: ","),
      UInt8(ascii: "]"), UInt8(ascii: "}"):
      true
    default: false
    }
  }
}
