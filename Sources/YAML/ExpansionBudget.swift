import Model

/// Counts the nodes of a text and how deeply they nest, with aliases written out, and refuses too many.
struct ExpansionBudget {
  /// What a node adds if an alias repeats it.
  struct Size {
    let nodes: Int
    /// How many lists and maps nest in it.
    let height: Int
  }

  /// The counts before a node.
  struct Start {
    fileprivate let nodes: Int
    fileprivate let deepest: Int
  }

  private let limits: NodeLimits
  /// How many lists and maps are open.
  private(set) var depth = 0
  /// The greatest depth within the innermost node, aliases written out.
  private var deepest = 0
  private var writtenNodes = 0
  private var nodes = 0

  init(_ limits: NodeLimits) {
    self.limits = limits
  }

  /// Begins a node, which `end` must end.
  mutating func begin() -> Start {
    let start = Start(nodes: nodes, deepest: deepest)
    deepest = depth
    return start
  }

  mutating func end(_ start: Start) {
    deepest = max(deepest, start.deepest)
  }

  /// The size of the node that began at `start` and is closed by now.
  func size(since start: Start) -> Size {
    Size(nodes: nodes - start.nodes, height: deepest - depth)
  }

  /// Counts a scalar.
  mutating func count(at mark: Mark) throws(YAMLError) {
    try add(1, at: mark)
  }

  /// Counts a list or map, which `leave` must close.
  mutating func enter(at mark: Mark) throws(YAMLError) {
    depth += 1
    try reach(depth, at: mark)
    try add(1, at: mark)
  }

  mutating func leave() {
    depth -= 1
  }

  /// Counts an alias of a node.
  mutating func `repeat`(_ size: Size, at mark: Mark) throws(YAMLError) {
    try reach(depth + size.height, at: mark)
    try add(size.nodes, at: mark)
  }

  private mutating func reach(_ depth: Int, at mark: Mark) throws(YAMLError) {
    deepest = depth
    guard depth <= limits.depth else {
      throw YAMLError(
        "lists and maps are nested deeper than \(limits.depth); check the brackets and indents before this",
        at: mark)
    }
  }

  private mutating func add(_ count: Int, at mark: Mark) throws(YAMLError) {
    writtenNodes += 1
    nodes += count
    guard nodes <= limits.nodes else {
      throw YAMLError(
        "more than \(limits.nodes) values up to here, repetitions by aliases included; split the file",
        at: mark)
    }
    guard nodes <= max(writtenNodes, 1000) * limits.expansion else {
      throw YAMLError(
        "the aliases up to here turn \(writtenNodes) written values into \(nodes); use fewer aliases",
        at: mark)
    }
  }
}
