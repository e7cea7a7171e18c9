import Model
import OrderedCollections
import TestSupport

/// A tree of tags that computes its own value, independently of flowform.
indirect enum TagTree {
  case scalar(Value)
  case list([TagTree])
  case map([(key: String, tree: TagTree)])
  case choice(TagTree, TagTree, TagTree)
  case condition(String, [TagTree])
  case context(name: String, fallback: TagTree)
  case environment(name: String, fallback: TagTree)
  case format([TagTree])
  case sequence([TagTree], body: TagTree)
  case dictionary([TagTree], body: TagTree)
  case element([TagTree], Int)
  case item(Int), index(Int)
  case parsed(Value)

  static let context: ValueMap = ["one": 1, "text": "t", "none": .null, "list": [1, "x"]]
  static let variables = ["FF_A": "a", "FF_EMPTY": ""]

  /// The tree as YAML.
  var text: String {
    switch self {
    case .scalar(let value), .parsed(let value):
      if case .parsed = self { return "!ParseJSON '\(JSONWriter.write(value))'" }
      return JSONWriter.write(value)
    case .list(let items): return "[\(Self.joined(items))]"
    case .map(let pairs): return "{\(pairs.map { "\"\($0.key)\": \($0.tree.text)" }.joined(separator: ", "))}"
    case .choice(let condition, let one, let other): return "!If [\(Self.joined([condition, one, other]))]"
    case .condition(let mode, let values): return "!Condition [\(mode), \(Self.joined(values))]"
    case .context(let name, let fallback): return "!Context [\(name), \(fallback.text)]"
    case .environment(let name, let fallback): return "!Env [\(name), \(fallback.text)]"
    case .format(let values):
      let conversions = values.map { _ in "%s" }.joined(separator: "|")
      return "!Format [\"\(conversions)\", \(Self.joined(values))]"
    case .sequence(let items, let body): return "!Enumerate [[\(Self.joined(items))], SEQ, \(body.text)]"
    case .dictionary(let items, let body):
      return "!Enumerate [[\(Self.joined(items))], MAP, [!Format [\"k%s\", !Index 0], \(body.text)]]"
    case .element(let items, let index): return "!AtIndex [[\(Self.joined(items))], \(index)]"
    case .item(let depth): return "!Value \(depth)"
    case .index(let depth): return "!Index \(depth)"
    }
  }

  private static func joined(_ trees: [TagTree]) -> String { trees.map(\.text).joined(separator: ", ") }

  /// The tree's value inside enumerations, the innermost last.
  func value(_ frames: [(index: Int, value: Value)] = []) -> Value {
    switch self {
    case .scalar(let value), .parsed(let value): return value
    case .list(let items): return .list(items.map { $0.value(frames) })
    case .map(let pairs): return .map(ValueMap(pairs.map { ($0.key, $0.tree.value(frames)) }) { $1 })
    case .choice(let condition, let one, let other):
      return Self.isTrue(condition.value(frames)) ? one.value(frames) : other.value(frames)
    case .condition(let mode, let values):
      let count = values.count { Self.isTrue($0.value(frames)) }
      return switch mode {
      case "AND": .bool(count == values.count)
      case "NAND": .bool(count < values.count)
      case "OR": .bool(count > 0)
      case "NOR": .bool(count == 0)
      case "XOR": .bool(count % 2 == 1)
      default: .bool(count % 2 == 0)
      }
    case .context(let name, let fallback): return Self.context[name] ?? fallback.value(frames)
    case .environment(let name, let fallback):
      return name == "FF_A" ? "a" : fallback.value(frames)
    case .format(let values):
      return .string(values.map { PythonText.text($0.value(frames)) }.joined(separator: "|"))
    case .sequence(let items, let body):
      return .list(Self.each(items, frames).map { body.value(frames + [$0]) })
    case .dictionary(let items, let body):
      return .map(
        ValueMap(Self.each(items, frames).map { ("k\($0.index)", body.value(frames + [$0])) }) { $1 })
    case .element(let items, let index):
      let values = items.map { $0.value(frames) }
      return values[index < 0 ? values.count + index : index]
    case .item(let depth): return frames[frames.count - 1 - depth].value
    case .index(let depth): return .integer(frames[frames.count - 1 - depth].index)
    }
  }

  /// The items of an enumeration already see its frame, so their levels are one higher.
  private static func each(_ items: [TagTree], _ frames: [(index: Int, value: Value)]) -> [(
    index: Int, value: Value
  )] {
    items.enumerated().map { ($0, $1.value(frames + [(index: -1, value: .null)])) }
  }

  private static func isTrue(_ value: Value) -> Bool {
    ![.null, false, 0, 0.0, "", [], .map([:])].contains(value)
  }

  /// A random tree. `open` says for each enumeration around it whether its item may be used.
  static func random(_ depth: Int, _ open: [Bool], using source: inout RandomSource) -> TagTree {
    let named = open.indices.filter { open[open.count - 1 - $0] }
    if let level = named.randomElement(using: &source), Int.random(in: 0..<4, using: &source) == 0 {
      return Bool.random(using: &source) ? .item(level) : .index(level)
    }
    guard depth > 0 else {
      let scalars: [Value] = [.null, true, false, 0, 1, -7, 2.5, "", "x", "é y", [], .map([:])]
      return .scalar(scalars.randomElement(using: &source) ?? .null)
    }
    func tree(_ open: [Bool], _ source: inout RandomSource) -> TagTree {
      random(depth - 1, open, using: &source)
    }
    func trees(_ range: ClosedRange<Int>, _ open: [Bool], _ source: inout RandomSource) -> [TagTree] {
      (0..<Int.random(in: range, using: &source)).map { _ in tree(open, &source) }
    }
    switch Int.random(in: 0..<12, using: &source) {
    case 0: return .list(trees(0...3, open, &source))
    case 1: return .map(["a", "b"].map { ($0, tree(open, &source)) })
    case 2: return .choice(tree(open, &source), tree(open, &source), tree(open, &source))
    case 3:
      let modes = ["AND", "NAND", "OR", "NOR", "XOR", "XNOR"]
      return .condition(modes.randomElement(using: &source) ?? "AND", trees(1...3, open, &source))
    case 4:
      let names = ["one", "text", "none", "list", "gone"]
      return .context(name: names.randomElement(using: &source) ?? "", fallback: tree(open, &source))
    case 5:
      let names = ["FF_A", "FF_EMPTY", "FF_GONE"]
      return .environment(name: names.randomElement(using: &source) ?? "", fallback: tree(open, &source))
    case 6: return .format(trees(1...2, open, &source))
    case 7, 8: return .sequence(trees(0...3, open + [false], &source), body: tree(open + [true], &source))
    case 9: return .dictionary(trees(0...3, open + [false], &source), body: tree(open + [true], &source))
    case 10:
      let items = trees(1...3, open, &source)
      return .element(items, Int.random(in: -items.count..<items.count, using: &source))
    default: return .parsed(["n": [1, .null, "z"]])
    }
  }
}
