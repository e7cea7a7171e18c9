import Model
import OrderedCollections
import YAML

extension Resolution {
  /// `!Enumerate [iterable, SEQ|MAP, body]`: the body once for each item.
  mutating func enumerate(_ use: TagUse) -> TracedValue? {
    guard let items = use.list, items.count == 3 else {
      return fail(
        "!Enumerate takes a list, map or text, then SEQ or MAP, then the body", use.node, use.scope)
    }
    var scope = use.scope.argument
    scope.frames.append(Scope.Frame())
    let iterable = traced(items[0], scope)
    let output = value(of: items[1], use.scope.argument)
    guard let iterable, let output else { return nil }
    let name = output.string?.uppercased()
    guard name == "SEQ" || name == "MAP" else {
      return fail(
        "!Enumerate collects into SEQ or MAP, not into \(items[1].describe)", items[1], use.scope)
    }
    // Only the collection itself has to be known, not each of its items.
    guard iterable.value.list == nil, iterable.value.map == nil else {
      return bodies(of: iterable, isList: name == "SEQ", items, use, scope)
    }
    return concrete([iterable.value], use) { resolution, known in
      resolution.bodies(
        of: TracedValue(known[0], iterable.traces), isList: name == "SEQ", items, use, scope)
    }
  }

  private mutating func bodies(
    of iterable: TracedValue, isList: Bool, _ items: [Node], _ use: TagUse, _ scope: Scope
  ) -> TracedValue? {
    guard let pairs = iterable.value.enumerated else {
      return fail(
        "!Enumerate goes through a list, a map or a text, not through \(iterable.value.typeName)",
        items[0], use.scope)
    }
    var scope = scope
    let bodies = pairs.map { pair in
      let item = TracedValue(pair.value, iterable.traces.below(pair.step))
      scope.frames[scope.frames.count - 1].item = Scope.Frame.Item(index: pair.index, traced: item)
      return traced(items[2], scope)
    }
    let values = bodies.compactMap { $0 }
    guard values.count == bodies.count else { return nil }
    guard isList else { return collected(values, items[2], use.scope) }
    return TracedValue(
      .list(values.map(\.value)),
      values.enumerated().flatMap { index, body in body.traces.nested(at: .index(index)) })
  }

  /// Merges maps and `[key, value]` pairs into one map.
  private mutating func collected(_ values: [TracedValue], _ body: Node, _ scope: Scope) -> TracedValue? {
    var result = Value.map([:])
    var traces: [ValueTrace] = []
    for made in values {
      if made.value.map != nil {
        result = result.merged(with: made.value)
        traces += made.traces
      } else if let pair = made.value.list, pair.count == 2, let key = pair[0].keyText {
        result = result.merged(with: .map([key: pair[1]]))
        traces += made.traces.below(.index(1)).nested(at: .key(key))
      } else {
        return fail(
          "with MAP the body of !Enumerate is a map or a pair of key and value, not \(made.value.typeName)",
          body, scope)
      }
    }
    return TracedValue(result, traces)
  }

  /// `!Index depth`: the index or key of the current item of an enumeration.
  mutating func index(_ use: TagUse) -> Value? { item(of: use)?.index }

  /// `!Value depth`: the current item of an enumeration.
  mutating func item(_ use: TagUse) -> TracedValue? { item(of: use)?.traced }

  private mutating func item(of use: TagUse) -> Scope.Frame.Item? {
    guard let text = use.text, let depth = Int(text), depth >= 0 else {
      reportError(
        "\(use.name) takes a depth, for example `\(use.name) 0` for the innermost !Enumerate", use.node,
        use.scope)
      return nil
    }
    let frames = use.scope.frames
    guard depth < frames.count else {
      let problem =
        frames.isEmpty
        ? "\(use.name) is outside of any !Enumerate"
        : "\(use.name) \(depth) is beyond the outermost !Enumerate, which has depth \(frames.count - 1)"
      reportError(problem, use.node, use.scope)
      return nil
    }
    guard let item = frames[frames.count - 1 - depth].item else {
      reportError(
        "\(use.name) \(depth) is inside the items of its own !Enumerate; use a greater depth for an outer one",
        use.node, use.scope)
      return nil
    }
    return count(item.traced.value.size, use.node, use.scope) ? item : nil
  }
}

extension Value {
  /// The items of a list, the keys and values of a map, or the characters of a text. Each comes with its index and its
  /// step in the value.
  fileprivate var enumerated: [(index: Value, value: Value, step: FieldPath.Step)]? {
    switch self {
    case .list(let items): items.enumerated().map { (.integer($0), $1, .index($0)) }
    case .map(let entries): entries.map { (.string($0.key), $0.value, .key($0.key)) }
    case .string(let text):
      text.unicodeScalars.enumerated().map { (.integer($0), .string(String($1)), .index($0)) }
    default: nil
    }
  }

  /// The value as the key of a JSON map; nil for lists and maps.
  var keyText: String? {
    switch self {
    case .string(let text): text
    case .list, .map, .reference, .pending: nil
    default: JSONWriter.write(self)
    }
  }
}
