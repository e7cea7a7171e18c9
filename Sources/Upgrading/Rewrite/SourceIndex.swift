import Model
import YAML

/// The nodes of a file, by their places.
struct SourceIndex {
  /// A key with its value, and the map around them.
  struct Place {
    let pair: SourceNode.Pair
    let position: Int
    let map: SourceNode
    /// True if the map is inside a flow list or map, or one itself.
    let isInFlow: Bool
  }

  let root: SourceNode
  /// By the place of the key.
  private(set) var pairs: [Mark: Place] = [:]
  private(set) var maps: [Mark: (node: SourceNode, isInFlow: Bool)] = [:]
  /// The number of aliases of each anchor.
  private(set) var aliases: [String: Int] = [:]
  /// The keys whose value has the anchor or is an alias of it.
  private(set) var sites: [String: [Mark]] = [:]
  /// Keys and maps inside of an anchored text that an alias uses, too.
  private var sharedPlaces: Set<Mark> = []
  /// The indentation of lists below their keys, as in most lists of the file.
  private(set) var listIndent = 2
  /// The indentation of maps below their keys, as in most maps of the file.
  private(set) var mapIndent = 2

  init(_ root: SourceNode) {
    self.root = root
    var indents: [Int: Int] = [:]
    var mapIndents: [Int: Int] = [:]
    add(root, isInFlow: false, &indents, &mapIndents)
    if !aliases.isEmpty { Self.addShared(root, isShared: false, aliases, to: &sharedPlaces) }
    listIndent = Self.mostFrequent(indents) ?? 2
    mapIndent = Self.mostFrequent(mapIndents) ?? 2
  }

  /// True if the key is inside of an anchored text that an alias uses, too.
  func isShared(_ key: Mark) -> Bool { sharedPlaces.contains(key) }

  /// True if a map is, or is inside of, an anchored text that an alias uses, too.
  func isSharedMap(_ map: Mark) -> Bool { sharedPlaces.contains(map) }

  private static func addShared(
    _ node: SourceNode, isShared: Bool, _ aliases: [String: Int], to places: inout Set<Mark>
  ) {
    let isShared = isShared || node.anchor.map { aliases[$0, default: 0] > 0 } ?? false
    guard case .map(let pairs, _) = node.content else {
      for child in node.children { addShared(child, isShared: isShared, aliases, to: &places) }
      return
    }
    if isShared { places.insert(node.mark) }
    for pair in pairs {
      if isShared { places.insert(pair.key.mark) }
      addShared(pair.value, isShared: isShared, aliases, to: &places)
    }
  }

  private static func mostFrequent(_ counts: [Int: Int]) -> Int? {
    counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
  }

  private mutating func add(
    _ node: SourceNode, isInFlow: Bool, _ lists: inout [Int: Int], _ indents: inout [Int: Int]
  ) {
    let isInFlow = isInFlow || node.isFlow
    switch node.content {
    case .scalar: break
    case .alias(let name): aliases[name, default: 0] += 1
    case .list(let items, _):
      for item in items { add(item, isInFlow: isInFlow, &lists, &indents) }
    case .map(let found, _):
      maps[node.mark] = (node, isInFlow)
      for (position, pair) in found.enumerated() {
        pairs[pair.key.mark] = Place(pair: pair, position: position, map: node, isInFlow: isInFlow)
        if let name = pair.value.anchorOrAlias { sites[name, default: []].append(pair.key.mark) }
        if !isInFlow { count(pair, &lists, &indents) }
        add(pair.key, isInFlow: isInFlow, &lists, &indents)
        add(pair.value, isInFlow: isInFlow, &lists, &indents)
      }
    }
  }

  private func count(_ pair: SourceNode.Pair, _ lists: inout [Int: Int], _ indents: inout [Int: Int]) {
    let value = pair.value
    guard value.isBlock, value.mark.line > pair.key.mark.line else { return }
    let indent = Int(value.mark.column - pair.key.mark.column)
    switch value.content {
    case .list: lists[max(0, indent), default: 0] += 1
    case .map where indent > 0: indents[indent, default: 0] += 1
    default: break
    }
  }
}

extension SourceNode {
  var anchorOrAlias: String? {
    if case .alias(let name) = content { name } else { anchor }
  }

  var isAlias: Bool {
    if case .alias = content { true } else { false }
  }
}
