import Catalog
import Model
import OrderedCollections
import YAML

extension Resolution {
  private static let models = BlueprintNames.modelsKey
  private static let licence = BlueprintNames.licenceKey

  /// `!Context key` and `!Context [key, default]`.
  mutating func context(_ use: TagUse) -> TracedValue? {
    guard let (node, fallback) = nameAndDefault(use) else { return nil }
    guard let value = value(of: node, use.scope.argument) else { return nil }
    if let unknown = unknown(value, use) { return unknown }
    guard !value.isNull, let key = value.keyText else {
      return fail("!Context takes the name of a value, not \(value.typeName)", node, use.scope)
    }
    if use.scope.contextKeys.contains(key) {
      let path = (use.scope.contextKeys + [key]).joined(separator: " → ")
      return fail("the context refers to itself: \(path)", use.node, use.scope)
    }
    switch contextValue(key, use) {
    case .done(let value): return value
    case .running: return nil
    case .open: break
    }
    if let fallback { return traced(fallback, use.scope) }
    report(
      .warning(
        "the context has no `\(key)`, so this is null\(hint(for: key, among: contextKeys(use.scope), use.scope))",
        at: location(use.node, use.scope)), use.scope)
    return TracedValue(.null)
  }

  private func contextKeys(_ scope: Scope) -> [String] {
    var names = Array(options.context.keys)
    if case .map(let pairs)? = blueprints[scope.blueprint].context?.content {
      names += pairs.compactMap { $0.key.literal?.keyText }
    }
    return names
  }

  /// The value from the built-in context, the file's context and the command line, merged in this order. `open` if none
  /// of them has the key, `running` if there is a mistake.
  private mutating func contextValue(_ key: String, _ use: TagUse) -> Memo<TracedValue> {
    var layers: [TracedValue] = []
    if let value = builtIn(key) { layers.append(TracedValue(value)) }
    if let pair = contextPairs(use.scope)?[key] {
      var scope = use.scope
      scope.contextKeys.append(key)
      guard let value = traced(pair.value, scope) else { return .running }
      layers.append(value)
    }
    if let value = options.context[key] {
      guard count(value.size, use.node, use.scope) else { return .running }
      layers.append(TracedValue(value))
    }
    guard let first = layers.first else { return .open }
    if layers.count == 1 { return .done(first) }
    return .done(
      TracedValue(
        layers.dropFirst().reduce(first.value) { $0.merged(with: $1.value) },
        layers.flatMap(\.traces).collapsed))
  }

  /// The pairs of a file's context. They are made once.
  private mutating func contextPairs(_ scope: Scope) -> MapPairs? {
    if let pairs = contexts[scope.blueprint] { return pairs }
    guard case .map(let source)? = blueprints[scope.blueprint].context?.content else { return nil }
    let pairs = pairs(source, scope)
    contexts[scope.blueprint] = pairs
    return pairs
  }

  private mutating func builtIn(_ key: String) -> Value? {
    switch key {
    case Self.models: modelApps
    case Self.licence: questions.ask(.licensed)?.value ?? false
    default: nil
    }
  }

  /// The app of each model, by the part of the model's name after the dot. authentik's `rbac-role-read-only.yaml` makes
  /// `app.view_model` of them.
  private var modelApps: Value {
    let pairs = (catalog.models + catalog.modelsWithoutEndpoint).sorted().filter {
      $0 != BlueprintApplications.model
    }.compactMap {
      name -> (String, Value)? in
      let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
      return parts.count == 2 ? (parts[1], .string(parts[0])) : nil
    }
    return .map(ValueMap(pairs) { $1 })
  }

  /// The arguments of a tag that is written `!Tag name`, `!Tag [name]` or `!Tag [name, default]`.
  mutating func nameAndDefault(_ use: TagUse) -> (name: Node, fallback: Node?)? {
    if let items = use.list, let first = items.first, items.count <= 2 {
      return (first, items.count == 2 ? items[1] : nil)
    }
    if let text = use.text { return (Node(.scalar(text, isPlain: false), mark: use.node.mark), nil) }
    reportError("\(use.name) takes a name, or a list of a name and a default", use.node, use.scope)
    return nil
  }
}
