import Model
import OrderedCollections
import YAML

extension Resolution {
  /// The node's value, or nil where it has none, which is then a diagnostic.
  mutating func value(of node: Node, _ scope: Scope) -> Value? {
    guard depth < Limits.depth else { return fail("nested too deeply", node, scope) }
    depth += 1
    defer { depth -= 1 }
    guard count(1, node, scope) else { return nil }
    if let tag = node.tag, tag.isCustom {
      guard let rule = TagRules.rules[tag.name] else {
        let hint = Suggestion.hint(for: tag.name, among: TagRules.names)
        return fail(
          "there is no tag \(tag.name.shortened); the tags are \(TagRules.names.joined(separator: ", "))\(hint)",
          node,
          scope)
      }
      let count = traces.count
      let value = rule(&self, TagUse(name: tag.name, node: node, scope: scope))
      if !TagRules.tracing.contains(tag.name) { collapseTraces(since: count) }
      return value
    }
    switch node.content {
    case .scalar: return scalar(node, scope)
    case .list(let items):
      if let tag = node.tag, Self.pairTags.contains(tag.name) { return orderedPairs(items, node, scope) }
      guard isStandard(node, "seq", scope) else { return nil }
      var values: [Value] = []
      values.reserveCapacity(items.count)
      for (index, item) in items.enumerated() {
        if let value = value(of: item, at: .index(index), scope) { values.append(value) }
      }
      return values.count == items.count ? .list(values) : Value?.none
    case .map(let source):
      guard isStandard(node, "map", scope) else { return nil }
      var values = ValueMap()
      var isComplete = true
      for pair in pairs(source, scope).pairs {
        if let value = value(of: pair.value, at: .key(pair.key), scope.argument) {
          values[pair.key] = value
        } else {
          isComplete = false
        }
      }
      return isComplete ? .map(values) : Value?.none
    }
  }

  /// The keys and values of a map; a key that cannot be one is an error of the entry.
  mutating func pairs(_ source: [Node.Pair], _ scope: Scope) -> MapPairs {
    MapPairs(
      source, file: blueprints[scope.blueprint].file, diagnostics: &slots[scope.entry].diagnostics)
  }

  private static let pairTags: Set<String> = ["tag:yaml.org,2002:omap", "tag:yaml.org,2002:pairs"]

  /// A list of maps with one key each, which PyYAML reads as a list of keys and values.
  private mutating func orderedPairs(_ items: [Node], _ node: Node, _ scope: Scope) -> Value? {
    let count = traces.count
    defer { collapseTraces(since: count) }
    var values: [Value] = []
    for item in items {
      guard case .map(let source) = item.content, source.count == 1, let pair = source.first else {
        return fail("expected a map with one key", item, scope)
      }
      guard let key = value(of: pair.key, scope.argument), let value = value(of: pair.value, scope.argument)
      else { continue }
      values.append([key, value])
    }
    return values.count == items.count ? .list(values) : Value?.none
  }

  private mutating func scalar(_ node: Node, _ scope: Scope) -> Value? {
    guard let value = node.literal else {
      return fail(
        "\(node.describe) looks like a number, date or special value, and is none; put it in quotes", node,
        scope)
    }
    if case .double(let number) = value, !number.isFinite {
      return fail("\(number) cannot be sent to a server, since JSON has no such number", node, scope)
    }
    // An alias or a context stands for the same text many times over.
    return count(value.size - 1, node, scope) ? value : Value?.none
  }

  private mutating func isStandard(_ node: Node, _ expected: String, _ scope: Scope) -> Bool {
    guard let name = node.tag?.name, name != "!", name != "tag:yaml.org,2002:\(expected)" else { return true }
    let short = "!!" + (name.split(separator: ":").last ?? name[...])
    _ = fail("the YAML tag \(short) has no counterpart in JSON; write a plain list or map", node, scope)
    return false
  }
}
