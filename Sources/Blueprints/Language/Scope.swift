import Model

/// Where a tag stands: what it may see depends on it.
struct Scope {
  /// One `!Enumerate` around a tag; without an item while the enumeration's own iterable is resolved.
  struct Frame {
    struct Item {
      let index: Value
      let traced: TracedValue
    }

    var item: Item?
  }

  /// The positions of the entry and of its blueprint.
  let entry: Int
  let blueprint: Int
  /// The innermost enumeration stands last.
  var frames: [Frame] = []
  /// The keys of the context that are being resolved.
  var contextKeys: [String] = []
  /// A `!Find` in a condition sees only the entries above its own.
  var isCondition = false
  /// True if the value becomes a field that takes no null.
  var refusesNull = false

  /// The scope of an argument: whatever becomes of it, it is not the field's own value.
  var argument: Scope {
    var scope = self
    scope.refusesNull = false
    return scope
  }

  var condition: Scope {
    var scope = argument
    scope.isCondition = true
    return scope
  }
}
