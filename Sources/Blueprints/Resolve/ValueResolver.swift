import Model
import OrderedCollections
import YAML

/// Turns nodes into values; a tag that it does not know is an error with its place.
struct ValueResolver {
  let file: String
  var diagnostics: [Diagnostic] = []

  init(file: String) {
    self.file = file
  }

  /// The node's value, or nil where it has none, which is then a diagnostic.
  mutating func value(of node: Node) -> Value? {
    if let tag = node.tag, tag.isCustom {
      error(
        "the tag \(tag.name) needs to be resolved, which flowform does not do yet; write the value out", node)
      return nil
    }
    switch node.content {
    case .scalar: return scalar(node)
    case .list(let items):
      guard standardTag(node, is: "seq") else { return nil }
      let values = items.map { value(of: $0) }
      let known = values.compactMap { $0 }
      return known.count == values.count ? .list(known) : nil
    case .map(let source):
      guard standardTag(node, is: "map") else { return nil }
      var values = ValueMap()
      var isComplete = true
      for pair in MapPairs(source, file: file, diagnostics: &diagnostics).pairs {
        if let value = value(of: pair.value) { values[pair.key] = value } else { isComplete = false }
      }
      return isComplete ? .map(values) : nil
    }
  }

  private mutating func scalar(_ node: Node) -> Value? {
    guard let value = node.literal else {
      error(
        "\(node.describe) looks like a number, date or special value, and is none; put it in quotes", node)
      return nil
    }
    if case .double(let number) = value, !number.isFinite {
      error("\(number) cannot be sent to a server, since JSON has no such number", node)
      return nil
    }
    return value
  }

  private mutating func standardTag(_ node: Node, is expected: String) -> Bool {
    guard let name = node.tag?.name, name != "!", name != "tag:yaml.org,2002:\(expected)" else { return true }
    let short = "!!" + (name.split(separator: ":").last ?? name[...])
    error("the YAML tag \(short) has no counterpart in JSON; write a plain list or map", node)
    return false
  }

  private mutating func error(_ message: String, _ node: Node) {
    diagnostics.append(.error(message, at: node.mark.location(in: file)))
  }
}
