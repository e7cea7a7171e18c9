import Catalog
import Model
import OrderedCollections
import YAML

extension Resolution {
  /// `!KeyOf id`: the key of the entry with that `id` in the same file.
  mutating func keyOf(_ use: TagUse) -> Value? {
    guard let id = use.text else { return fail("!KeyOf takes the `id` of an entry", use.node, use.scope) }
    let names = table.identified[use.scope.blueprint]
    guard let targets = names[id], let first = targets.first else {
      return fail(
        "no entry of this file has the id `\(id)`\(hint(for: id, among: names.keys, use.scope))", use.node,
        use.scope)
    }
    let target = targets.first { isTarget($0) } ?? first
    guard target != use.scope.entry else {
      return fail("an entry cannot refer to its own key", use.node, use.scope)
    }
    let symbol: Value = ["key_of": .string(id)]
    guard let head = head(of: target) else { return Self.symbolic(symbol) }
    let place = table[target].entry.location
    // An object that is to be deleted is looked up. References decide the order of deletions.
    if isAbsent(use.scope.entry) { return reference(to: target, symbol: symbol, at: use.node, use.scope) }
    if head.state == .absent {
      return fail(
        "the entry `\(id)` at \(place) has `state: absent`, so it has no key", use.node, use.scope)
    }
    guard head.isEnabled || head.isUncertain || isSkipped(use.scope.entry) else {
      return fail(
        "the entry `\(id)` at \(place) is skipped by its conditions, so it has no key", use.node, use.scope)
    }
    if target > use.scope.entry {
      report(
        .warning(
          "the entry `\(id)` comes later in the file; authentik itself would not find it, but flowform does",
          at: location(use.node, use.scope)
        ).about(.order).related(table[target].entry.location, "the entry"), use.scope)
    }
    return reference(to: target, symbol: symbol, at: use.node, use.scope)
  }

  /// True if the entry's own conditions are known to be false.
  private func isSkipped(_ index: Int) -> Bool {
    if case .done(let head?) = table[index].head { !head.isEnabled } else { false }
  }

  mutating func isTarget(_ index: Int) -> Bool {
    head(of: index).map { $0.isEnabled && $0.state != .absent } ?? false
  }

  /// Returns a reference to an entry of the set. Nil if the identifiers of entries form a cycle.
  ///
  /// An entry that is not selected is looked up on the server, like any other object.
  mutating func reference(to target: Int, symbol: Value, at node: Node, _ scope: Scope) -> Value? {
    if case .running = table[target].identity {
      let circle = openIdentities.drop { $0 != target } + [target]
      let names = circle.map { "\(table[$0].entry.id ?? "the entry") (line \(table[$0].entry.mark.line))" }
      report(
        .error(
          "the identifiers of entries refer to each other in a circle: \(names.joined(separator: " → "))",
          at: location(node, scope)
        ).about(.order), scope)
      return nil
    }
    // A mistake in the target itself is the cause and is reported there.
    guard let identity = identity(of: target) else { return Self.symbolic(symbol) }
    var reference = Reference(
      identity.address, key: key(for: kind(of: target), scope), symbol: symbol)
    guard !isSelected(target), !options.isOffline, let model = model(of: target) else {
      return .reference(reference)
    }
    let conditions = identity.identifiers.map { FindCondition(field: $0.key, value: $0.value) }
    guard let answer = questions.ask(.find(model: model, conditions: conditions)) else {
      return .reference(reference)
    }
    guard let object = answer.value else {
      if isAbsent(scope.entry) { return .reference(reference) }
      return fail(
        "\(identity.address) is neither selected by --only nor on the server", node, scope)
    }
    reference.known = key(reference.key, of: object, catalog.kind(model))
    return .reference(reference)
  }

  /// The key that a reference to an object of a kind needs. The target of a policy binding has a different key.
  mutating func key(for kind: Kind?, _ scope: Scope) -> Reference.Key {
    let isBinding = model(of: scope.entry) == "authentik_policies.policybinding"
    return isBinding && kind?.field(Reference.Key.policyTarget.rawValue) != nil ? .policyTarget : .primaryKey
  }

  /// Returns the primary key, no matter which key is needed: the server also accepts it as the target of a policy
  /// binding.
  func key(_ key: Reference.Key, of object: Value, _ kind: Kind?) -> Value? {
    kind.flatMap { object[$0.primaryKey] } ?? object["pk"]
  }
}
