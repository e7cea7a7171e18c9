import Model
import OrderedCollections
import YAML

extension Resolution {
  /// Returns the node's value. If it has none, returns nil and reports it.
  mutating func value(of node: Node, _ scope: Scope) -> Value? { traced(node, scope)?.value }

  /// Returns the value with the traces of its parts.
  mutating func traced(_ node: Node, _ scope: Scope) -> TracedValue? {
    guard depth < Self.depthLimit else { return fail("nested too deeply", node, scope) }
    depth += 1
    defer { depth -= 1 }
    guard count(1, node, scope) else { return nil }
    if let tag = node.tag, tag.isCustom { return evaluated(tag, node, scope) }
    switch node.content {
    case .scalar: return scalar(node, scope).map { TracedValue($0) }
    case .list(let items):
      if let tag = node.tag, Self.pairTags.contains(tag.name) { return orderedPairs(items, node, scope) }
      guard isStandard(node, "seq", scope) else { return nil }
      return list(items, scope)
    case .map(let source):
      guard isStandard(node, "map", scope) else { return nil }
      return map(source, scope)
    }
  }

  private mutating func evaluated(_ tag: Tag, _ node: Node, _ scope: Scope) -> TracedValue? {
    let outer = topic
    topic = TagRules.referring.contains(tag.name) ? .reference : .tag
    defer { topic = outer }
    guard let rule = TagRules.rules[tag.name] else {
      let hint = Suggestion.hint(for: tag.name, among: TagRules.names)
      return fail(
        "there is no tag \(tag.name.shortened); the tags are \(TagRules.names.joined(separator: ", "))\(hint)",
        node, scope)
    }
    return rule(&self, TagUse(name: tag.name, node: node, scope: scope))
  }

  private mutating func list(_ items: [Node], _ scope: Scope) -> TracedValue? {
    var values: [Value] = []
    values.reserveCapacity(items.count)
    var traces: [ValueTrace] = []
    for (index, item) in items.enumerated() {
      guard let made = traced(item, scope) else { continue }
      values.append(made.value)
      if !made.traces.isEmpty { traces += made.traces.nested(at: .index(index)) }
    }
    return values.count == items.count ? TracedValue(.list(values), traces) : nil
  }

  private mutating func map(_ source: [Node.Pair], _ scope: Scope) -> TracedValue? {
    var values = ValueMap()
    var traces: [ValueTrace] = []
    var isComplete = true
    for pair in pairs(source, scope).pairs {
      guard let made = traced(pair.value, scope.argument) else {
        isComplete = false
        continue
      }
      values[pair.key] = made.value
      if !made.traces.isEmpty { traces += made.traces.nested(at: .key(pair.key)) }
    }
    return isComplete ? TracedValue(.map(values), traces) : nil
  }

  /// The keys and values of a map. A key that is a list or a map is reported as a mistake.
  mutating func pairs(_ source: [Node.Pair], _ scope: Scope) -> MapPairs {
    MapPairs(
      source, file: blueprints[scope.blueprint].file, diagnostics: &table[scope.entry].diagnostics)
  }

  private static let pairTags: Set<String> = ["tag:yaml.org,2002:omap", "tag:yaml.org,2002:pairs"]

  /// A list of maps with one key each. PyYAML reads it as a list of keys and values.
  private mutating func orderedPairs(_ items: [Node], _ node: Node, _ scope: Scope) -> TracedValue? {
    var values: [Value] = []
    var traces: [ValueTrace] = []
    for item in items {
      guard case .map(let source) = item.content, source.count == 1, let pair = source.first else {
        return fail("expected a map with one key", item, scope)
      }
      guard let key = traced(pair.key, scope.argument), let value = traced(pair.value, scope.argument)
      else { continue }
      values.append([key.value, value.value])
      traces += key.traces + value.traces
    }
    return values.count == items.count ? TracedValue(.list(values), traces.collapsed) : nil
  }

  private mutating func scalar(_ node: Node, _ scope: Scope) -> Value? {
    guard let value = node.literal else {
      return fail(
        "\(node.describe) looks like a number, date or special value, but is not; put it in quotes", node,
        scope)
    }
    if case .double(let number) = value, !number.isFinite {
      return fail("\(number) cannot be sent to a server, because JSON has no such number", node, scope)
    }
    // An alias or a context can repeat the same text many times.
    return count(value.size - 1, node, scope) ? value : Value?.none
  }

  private mutating func isStandard(_ node: Node, _ expected: String, _ scope: Scope) -> Bool {
    guard let name = node.tag?.name, name != "!", name != "tag:yaml.org,2002:\(expected)" else { return true }
    let short = "!!" + (name.split(separator: ":").last ?? name[...])
    reportError("the YAML tag \(short) has no counterpart in JSON; write a plain list or map", node, scope)
    return false
  }
}
