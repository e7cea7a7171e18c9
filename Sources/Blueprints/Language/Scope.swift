import Model

/// The surroundings of a tag: they decide what the tag can see.
struct Scope {
  /// One `!Enumerate` around a tag. It has no item while its own iterable is being resolved.
  struct Frame {
    struct Item {
      let index: Value
      let traced: TracedValue
    }

    var item: Item?
  }

  /// The position of the entry, and of its blueprint.
  let entry: Int
  let blueprint: Int
  /// The innermost enumeration is last.
  var frames: [Frame] = []
  /// The context keys that are being resolved.
  var contextKeys: [String] = []
  /// True inside a condition: a `!Find` there sees only the entries above its own.
  var isCondition = false
  /// True if the value becomes a field that does not accept null.
  var refusesNull = false

  /// The scope of an argument, which does not become the field's own value.
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
