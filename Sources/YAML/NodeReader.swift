internal import CYAML
import Model

/// Builds the node tree of a YAML text that holds one document.
///
/// Limits keep a hostile text from costing more than its size: see `NodeLimits`.
package struct NodeReader: ~Copyable {
  /// Passes on the items of a list below a key of the root while the rest is read, and does not keep them.
  package struct Handover {
    /// How many items are passed on at a time.
    package static let count = 256

    let key: String
    /// False ends the reading, with an error.
    let take: ([Node]) -> Bool

    package init(of key: String, to take: @escaping ([Node]) -> Bool) {
      self.key = key
      self.take = take
    }
  }

  private struct Anchor {
    let node: Node
    let size: ExpansionBudget.Size
  }

  private let parser: EventParser
  private let handover: Handover?
  private let limits: NodeLimits
  private var budget: ExpansionBudget
  private var anchors: [String: Anchor] = [:]
  private var openAnchors: Set<String> = []
  private var tags: [String: Tag] = [:]
  private var texts: TextCache
  /// True while the value of the key is read whose list is handed over.
  private var isHandedOver = false

  /// The root of a text's only document, or nil if the text holds none.
  ///
  /// If a list is handed over, the root holds only its last items, too few to be handed over.
  package static func read(
    _ bytes: [UInt8], handingOver handover: Handover? = nil, limits: NodeLimits = NodeLimits()
  ) throws(YAMLError) -> Node? {
    // libyaml would count a byte order mark as the first column.
    let markWidth = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let result = bytes.withUnsafeBufferPointer { buffer in
      Result { () throws(YAMLError) -> Node? in
        var reader = try NodeReader(UnsafeBufferPointer(rebasing: buffer[markWidth...]), handover, limits)
        return try reader.document()
      }
    }
    return try result.get()
  }

  private init(
    _ bytes: UnsafeBufferPointer<UInt8>, _ handover: Handover?, _ limits: NodeLimits
  ) throws(YAMLError) {
    parser = try EventParser(bytes)
    texts = TextCache(for: bytes.count)
    self.handover = handover
    self.limits = limits
    budget = ExpansionBudget(limits)
  }

  private mutating func document() throws(YAMLError) -> Node? {
    var root: Node?
    while true {
      let event = try parser.next()
      switch event.raw.type {
      case YAML_STREAM_END_EVENT: return root
      case YAML_STREAM_START_EVENT, YAML_DOCUMENT_END_EVENT: continue
      case YAML_DOCUMENT_START_EVENT:
        guard root == nil else {
          throw YAMLError(
            "a second document in the file; a blueprint is one document, so split the file", at: event.mark)
        }
        root = try node(try parser.next())
      default:
        throw YAMLError("unexpected content", at: event.mark)
      }
    }
  }

  private mutating func node(_ event: consuming Event) throws(YAMLError) -> Node {
    let mark = event.mark
    let start = budget.begin()
    defer { budget.end(start) }
    switch event.raw.type {
    case YAML_ALIAS_EVENT:
      return try alias(Self.text(event.raw.data.alias.anchor) ?? "", at: mark)
    case YAML_SCALAR_EVENT:
      try budget.count(at: mark)
      let scalar = event.raw.data.scalar
      guard scalar.length <= limits.scalarBytes else {
        throw YAMLError(
          "a text of \(scalar.length) bytes, but flowform reads at most \(limits.scalarBytes); keep a large text in its own file and read it with !File",
          at: mark)
      }
      let text = texts.text(UnsafeBufferPointer(start: scalar.value, count: scalar.length))
      let node = Node(
        // True for quoted texts behind a lone `!`, too, which PyYAML reads as if they were plain.
        .scalar(text, isPlain: scalar.plain_implicit == 1), tag: tag(scalar.tag), mark: mark)
      if let anchor = Self.text(scalar.anchor) {
        try open(anchor, at: mark)
        close(anchor, node, since: start)
      }
      return node
    case YAML_SEQUENCE_START_EVENT:
      try budget.enter(at: mark)
      let sequence = event.raw.data.sequence_start
      let anchor = Self.text(sequence.anchor)
      let tag = tag(sequence.tag)
      if let anchor { try open(anchor, at: mark) }
      // With an anchor the list may be asked for again, and with a tag it may mean something else.
      let take = isHandedOver && budget.depth == 2 && anchor == nil && tag == nil ? handover?.take : nil
      let node = Node(.list(try items(givenTo: take)), tag: tag, mark: mark)
      leave(anchor, node, since: start)
      return node
    case YAML_MAPPING_START_EVENT:
      try budget.enter(at: mark)
      let mapping = event.raw.data.mapping_start
      let anchor = Self.text(mapping.anchor)
      let tag = tag(mapping.tag)
      if let anchor { try open(anchor, at: mark) }
      let node = Node(.map(try pairs()), tag: tag, mark: mark)
      leave(anchor, node, since: start)
      return node
    default:
      throw YAMLError("unexpected content", at: mark)
    }
  }

  private mutating func items(givenTo take: (([Node]) -> Bool)?) throws(YAMLError) -> [Node] {
    var items: [Node] = []
    while true {
      let event = try parser.next()
      if event.raw.type == YAML_SEQUENCE_END_EVENT { return items }
      let item = try node(event)
      items.append(item)
      if let take, items.count == Handover.count {
        guard take(items) else { throw YAMLError("the reading ends here", at: item.mark) }
        items = []
      }
    }
  }

  private mutating func pairs() throws(YAMLError) -> [Node.Pair] {
    var pairs: [Node.Pair] = []
    while true {
      let event = try parser.next()
      if event.raw.type == YAML_MAPPING_END_EVENT { return pairs }
      let key = try node(event)
      if budget.depth == 1, let handover, case .scalar(handover.key, _) = key.content { isHandedOver = true }
      let value = try node(try parser.next())
      isHandedOver = false
      pairs.append(Node.Pair(key: consume key, value: consume value))
    }
  }

  private mutating func alias(_ name: String, at mark: Mark) throws(YAMLError) -> Node {
    guard !openAnchors.contains(name) else {
      throw YAMLError(
        "the alias *\(name) is inside its own anchor; write out what it repeats", at: mark)
    }
    guard let anchor = anchors[name] else {
      throw YAMLError("the alias *\(name) has no anchor &\(name) before it", at: mark)
    }
    try budget.repeat(anchor.size, at: mark)
    return anchor.node
  }

  private mutating func leave(_ anchor: String?, _ node: Node, since start: ExpansionBudget.Start) {
    budget.leave()
    if let anchor { close(anchor, node, since: start) }
  }

  /// PyYAML refuses a repeated anchor, which YAML itself allows.
  private mutating func open(_ anchor: String, at mark: Mark) throws(YAMLError) {
    guard anchors[anchor] == nil, openAnchors.insert(anchor).inserted else {
      throw YAMLError("the anchor &\(anchor) appears twice", at: mark)
    }
    guard anchors.count < limits.anchors else {
      throw YAMLError("more than \(limits.anchors) anchors; split the file", at: mark)
    }
  }

  private mutating func close(_ anchor: String, _ node: Node, since start: ExpansionBudget.Start) {
    openAnchors.remove(anchor)
    anchors[anchor] = Anchor(node: node, size: budget.size(since: start))
  }

  private mutating func tag(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> Tag? {
    guard let name = Self.text(pointer) else { return nil }
    if let tag = tags[name] { return tag }
    let tag = Tag(name)
    tags[name] = tag
    return tag
  }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }
}
