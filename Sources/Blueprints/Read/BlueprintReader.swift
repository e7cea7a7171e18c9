package import Model
import OrderedCollections
import YAML

/// Reads one file into a blueprint and collects all mistakes of form.
package struct BlueprintReader {
  private let file: String
  private var diagnostics: [Diagnostic] = []
  private var limit = FindingLimit()

  /// Returns the blueprint and its mistakes. The blueprint is nil if the file is not a YAML document with a map.
  package static func read(_ source: SourceText) -> (blueprint: Blueprint?, diagnostics: [Diagnostic]) {
    read(source, handingOver: nil)
  }

  /// Reads entries of a part of a file that was handed over. Also returns whether they have findings.
  static func entries(_ nodes: [Node], in file: String) -> (entries: [Entry], hasFindings: Bool) {
    var reader = BlueprintReader(file: file)
    let entries = nodes.compactMap { reader.entry($0) }
    return (entries, !reader.diagnostics.isEmpty)
  }

  static func read(
    _ source: SourceText, handingOver handover: NodeReader.Handover?
  ) -> (blueprint: Blueprint?, diagnostics: [Diagnostic]) {
    var reader = BlueprintReader(file: source.file)
    do {
      guard let root = try NodeReader.read(source.bytes, handingOver: handover) else {
        reader.error("the file holds no YAML document; a blueprint has `version` and `entries`", nil)
        return (nil, reader.diagnostics)
      }
      let blueprint = reader.blueprint(root)
      return (blueprint, reader.diagnostics)
    } catch {
      reader.add(.error(error.message, at: error.mark.location(in: source.file)).about(.syntax))
      return (nil, reader.diagnostics)
    }
  }

  private init(file: String) {
    self.file = file
  }

  private mutating func error(_ message: String, _ mark: Mark?) {
    add(.error(message, at: (mark ?? Mark(line: 1, column: 1)).location(in: file)))
  }

  private mutating func add(_ diagnostic: Diagnostic) {
    if let told = limit.admit(diagnostic) { diagnostics.append(told) }
  }

  private mutating func pairs(of node: Node, _ what: String) -> MapPairs? {
    guard case .map(let source) = node.content, node.tag?.isCustom != true else {
      error("\(what) is \(node.describe); expected a map", node.mark)
      return nil
    }
    return MapPairs(source, file: file, diagnostics: &diagnostics)
  }

  private mutating func warnUnknown(_ pairs: MapPairs, known: [String], _ what: String) {
    for pair in pairs.pairs where !known.contains(pair.key) {
      let hint = limit.isReached ? "" : Suggestion.hint(for: pair.key, among: known)
      add(
        .warning(
          "unknown key `\(pair.key.shortened)` in \(what)\(hint)", at: pair.mark.location(in: file),
          strict: true))
    }
  }

  private mutating func blueprint(_ root: Node) -> Blueprint? {
    guard let pairs = pairs(of: root, "the blueprint") else { return nil }
    warnUnknown(pairs, known: ["version", "metadata", "context", "entries"], "the blueprint")
    if let version = pairs["version"]?.value, version.literal != 1 {
      error("the blueprint's version is \(version.describe); expected 1", version.mark)
    }
    let (name, labels) = metadata(pairs["metadata"]?.value)
    if let context = pairs["context"]?.value { _ = self.pairs(of: context, "`context`") }
    return Blueprint(
      file: file, name: name, labels: labels, context: pairs["context"]?.value,
      entries: pairs["entries"].map { entries($0.value) } ?? [])
  }

  private mutating func metadata(_ node: Node?) -> (name: String?, labels: [String: String]) {
    guard let node, node.literal != .null, let pairs = pairs(of: node, "`metadata`") else {
      return (nil, [:])
    }
    warnUnknown(pairs, known: ["name", "labels"], "`metadata`")
    let name = pairs["name"]?.value.literal?.string
    if name == nil {
      error("`metadata` has no `name`; give the blueprint a name, or leave `metadata` out", node.mark)
    }
    var labels: [String: String] = [:]
    if let node = Self.given(pairs["labels"]?.value), let pairs = self.pairs(of: node, "`labels`") {
      for pair in pairs.pairs {
        guard let value = pair.value.literal else { continue }
        labels[pair.key] = value.string ?? JSONWriter.write(value)
      }
    }
    return (name, labels)
  }

  /// Reads a list of entries, or a map of sections with a list each, in document order.
  private mutating func entries(_ node: Node) -> [Entry] {
    switch node.content {
    case .list(let items) where node.tag?.isCustom != true:
      return entries(items)
    case .map(let source) where node.tag?.isCustom != true:
      let sections = MapPairs(source, file: file, diagnostics: &diagnostics)
      return sections.pairs.flatMap { section in
        guard case .list(let items) = section.value.content, section.value.tag?.isCustom != true else {
          error(
            "the section `\(section.key.shortened)` is \(section.value.describe); expected a list of entries",
            section.value.mark)
          return [Entry]()
        }
        return entries(items)
      }
    default:
      error("`entries` is \(node.describe); expected a list, or a map of sections", node.mark)
      return []
    }
  }

  private mutating func entries(_ items: [Node]) -> [Entry] {
    var entries: [Entry] = []
    entries.reserveCapacity(items.count)
    for item in items {
      if let entry = entry(item) { entries.append(entry) }
    }
    return entries
  }

  private mutating func entry(_ node: Node) -> Entry? {
    guard let pairs = pairs(of: node, "an entry") else { return nil }
    warnUnknown(pairs, known: Self.entryKeys, "an entry")
    let model = pairs["model"]?.value
    if model == nil {
      error("an entry has no `model`; expected for example `model: authentik_flows.flow`", node.mark)
    }
    let (id, state) = (pairs["id"]?.value, pairs["state"]?.value)
    let (identifiers, attrs) = (pairs["identifiers"]?.value, pairs["attrs"]?.value)
    // All parts are checked, even if another one has a mistake.
    let (isID, isState) = (checkID(id), checkState(state))
    let areMaps = (checkMap(identifiers, "`identifiers`"), checkMap(attrs, "`attrs`"))
    guard let model, isID, isState, areMaps.0, areMaps.1 else { return nil }
    return Entry(
      file: file, mark: node.mark, id: id?.literal.flatMap(Self.text), model: model,
      state: Self.given(state), identifiers: Self.part(identifiers), attrs: Self.part(attrs),
      conditions: list(pairs["conditions"]?.value, "`conditions`"),
      permissions: list(pairs["permissions"]?.value, "`permissions`"))
  }

  private static let entryKeys = [
    "model", "state", "conditions", "identifiers", "attrs", "id", "permissions",
  ]

  private static func part(_ node: Node?) -> EntryPart? { given(node).map(EntryPart.init) }

  /// Null counts as missing.
  private static func given(_ node: Node?) -> Node? {
    node.flatMap { $0.literal?.isNull == true ? nil : $0 }
  }

  private mutating func checkID(_ node: Node?) -> Bool {
    guard let node, node.literal.flatMap(Self.text) == nil, node.literal != .null else { return true }
    error("the `id` of an entry is \(node.describe); expected a text", node.mark)
    return false
  }

  private mutating func checkState(_ node: Node?) -> Bool {
    guard let node, node.tag?.isCustom != true, node.literal != .null else { return true }
    let known = EntryState.allCases.map(\.rawValue)
    guard let name = node.literal?.string, known.contains(name) else {
      let hint = node.literal?.string.map { Suggestion.hint(for: $0, among: known) } ?? ""
      error("the state is \(node.describe); expected \(known.joined(separator: ", "))\(hint)", node.mark)
      return false
    }
    return true
  }

  private mutating func checkMap(_ node: Node?, _ what: String) -> Bool {
    guard let node, node.literal != .null, node.tag?.isCustom != true else { return true }
    if case .map = node.content { return true }
    error("\(what) is \(node.describe); expected a map", node.mark)
    return false
  }

  private mutating func list(_ node: Node?, _ what: String) -> [Node] {
    guard let node, node.literal != .null else { return [] }
    if case .list(let items) = node.content, node.tag?.isCustom != true { return items }
    error("\(what) is \(node.describe); expected a list", node.mark)
    return []
  }

  private static func text(_ value: Value) -> String? {
    switch value {
    case .string(let text): text
    case .integer, .double, .bool: JSONWriter.write(value)
    default: nil
    }
  }
}
