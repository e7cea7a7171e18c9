import Blueprints
import Model
import OrderedCollections
import YAML

extension FlowTestReader {
  private static let testKeys = ["name", "flow", "query", "steps", "ends", "cleanup"]

  /// A test. Nil if it has a mistake, which is reported.
  mutating func test(_ node: Node) -> FlowTest? {
    let before = errorCount
    places = [:]
    guard let pairs = map(node, "a test", keys: Self.testKeys) else { return nil }
    let name = needed("name", pairs, in: "a test", node, such: "staff sign in with a password")
    let flow = needed("flow", pairs, in: "a test", node, such: "acme-login")
    if let flow, !flow.isEmpty, !flow.utf8.allSatisfy(Self.isSlugByte), let pair = pairs["flow"] {
      error(
        "`\(flow.shortened)` is no slug of a flow; a slug has letters, digits, `-` and `_`", pair.value.mark)
    }
    let query = pairs["query"].map { values($0.value, "`query`", FieldPath("query")) }
    let end = end(pairs["ends"], of: node)
    let steps = steps(pairs["steps"]?.value, end)
    let cleansUp = pairs["cleanup"].flatMap { flag($0.value, "`cleanup`") } ?? false
    guard let name, let flow, let end, errorCount == before else { return nil }
    return FlowTest(
      name: name, place: node.mark.location(in: file), flow: flow, query: query ?? [:], steps: steps,
      end: end, cleansUp: cleansUp, places: places)
  }

  private static func isSlugByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private mutating func steps(_ node: Node?, _ end: ExpectedEnd?) -> [FlowTestStep] {
    guard let node, node.literal != .null else { return [] }
    let items = list(node, "`steps`")
    var steps: [FlowTestStep] = []
    for (index, item) in items.enumerated() {
      let path = FieldPath([.key("steps"), .index(index)])
      if let step = step(item, path, next: index + 1 < items.count ? items[index + 1] : nil, end) {
        steps.append(step)
      }
    }
    return steps
  }
}
