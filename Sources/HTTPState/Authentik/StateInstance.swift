import Model
import OrderedCollections
import Remote

/// A blueprint instance that holds a part of a state, or its lock.
package struct StateInstance: Sendable {
  /// The format of the contexts. A reader refuses a later one.
  static let format = 1

  let key: String
  let name: StateInstanceName
  let context: Value

  /// Nil if the instance does not belong to this set.
  init?(_ object: Value, of set: StateSet) {
    guard let key = object["pk"]?.string,
      let name = object["name"]?.string.flatMap({ StateInstanceName($0) }),
      name.set == set
    else { return nil }
    self.key = key
    self.name = name
    context = object["context"] ?? .null
  }

  /// The body that creates or changes an instance.
  ///
  /// The server never applies a disabled instance without entries. It refuses a PATCH without path and content.
  static func body(_ name: StateInstanceName, _ context: ValueMap) -> Value {
    [
      "name": .string(name.description), "path": "", "enabled": false, "content": .string(content),
      "context": .map((["format": .integer(format)] as ValueMap).merging(context) { $1 }),
    ]
  }

  private static let content = """
    # flowform keeps its state in the context of this instance. Do not change it.
    version: 1
    metadata:
      name: flowform state
    entries: []

    """
}
