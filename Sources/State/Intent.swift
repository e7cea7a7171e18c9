package import Model
import OrderedCollections

/// A write that was about to be sent. If the journal says nothing more about it, the next run asks the server.
package struct Intent: Sendable, Hashable {
  package let address: ResourceAddress
  /// Create, update or delete.
  package let action: Action
  package let kind: String
  /// True if the server refuses a second object with the same identifiers.
  package let hasUniqueKey: Bool

  package init(address: ResourceAddress, action: Action, kind: String, hasUniqueKey: Bool) {
    self.address = address
    self.action = action
    self.kind = kind
    self.hasUniqueKey = hasUniqueKey
  }

  var value: Value {
    ["action": .string(action.rawValue), "kind": .string(kind), "uniqueKey": .bool(hasUniqueKey)]
  }

  init?(_ address: ResourceAddress, _ value: Value) {
    guard let action = value["action"]?.string.flatMap(Action.init(rawValue:)),
      let kind = value["kind"]?.string
    else { return nil }
    self.init(address: address, action: action, kind: kind, hasUniqueKey: value["uniqueKey"] == true)
  }
}
