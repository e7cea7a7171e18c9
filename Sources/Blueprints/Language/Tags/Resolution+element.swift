import Model
import OrderedCollections
import YAML

extension Resolution {
  /// `!AtIndex [collection, index]` and `!AtIndex [collection, index, default]`.
  mutating func element(_ use: TagUse) -> TracedValue? {
    guard let items = use.list, items.count == 2 || items.count == 3 else {
      return fail("!AtIndex takes a list or map, an index or key, and perhaps a default", use.node, use.scope)
    }
    let collection = traced(items[0], use.scope.argument)
    let index = value(of: items[1], use.scope.argument)
    guard let collection, let index else { return nil }
    // Only the way to the element has to be known, not the element itself.
    if collection.value.list != nil || collection.value.map != nil {
      return concrete([index], use) { $0.element(of: collection, at: $1[0], items, use) }
    }
    return concrete([collection.value, index], use) {
      $0.element(of: TracedValue($1[0], collection.traces), at: $1[1], items, use)
    }
  }

  private mutating func element(
    of traced: TracedValue, at index: Value, _ items: [Node], _ use: TagUse
  ) -> TracedValue? {
    let collection = traced.value
    let found: Value?
    var step: FieldPath.Step?
    switch collection {
    case .list(let elements):
      guard let number = index.integer ?? index.bool.map({ $0 ? 1 : 0 }) else {
        return fail("the index of a list is an integer, not \(index.typeName)", items[1], use.scope)
      }
      let position = number < 0 ? elements.count + number : number
      found = elements.indices.contains(position) ? elements[position] : Value?.none
      step = .index(position)
    case .map(let entries):
      found = index.keyText.flatMap { entries[$0] }
      step = index.keyText.map(FieldPath.Step.key)
    default:
      return fail(
        "!AtIndex looks into a list or map, not into \(collection.typeName)", items[0], use.scope)
    }
    if let found { return TracedValue(found, step.map(traced.traces.below) ?? []) }
    if items.count == 3 { return self.traced(items[2], use.scope) }
    let shown = PythonText.text(index)
    return fail(
      collection.list == nil
        ? "the map has no key `\(shown)`\(Suggestion.hint(for: shown, among: collection.map?.keys.elements ?? []))"
        : "the list has no index \(shown); it holds \(collection.list?.count ?? 0) items",
      items[1], use.scope)
  }

  /// `!ParseJSON text`.
  mutating func parseJSON(_ use: TagUse) -> Value? {
    guard let text = use.text else {
      return fail("!ParseJSON takes a text", use.node, use.scope)
    }
    do {
      let value = try JSONReader.read(text)
      return count(value.size, use.node, use.scope) ? value : Value?.none
    } catch {
      return fail("the text behind !ParseJSON is not JSON: \(error)", use.node, use.scope)
    }
  }
}
