import Catalog
import Model
import OrderedCollections

/// The name of a blueprint instance in which flowform keeps a part of its state.
package struct StateInstanceName: Sendable, Hashable {
  /// What an instance holds.
  package enum Role: Sendable, Hashable {
    /// The state, or the list of its parts.
    case state
    case lock
    /// A part of a state that is too large for one request. The label is that of the state's version.
    case part(label: String, number: Int)
  }

  package let set: StateSet
  package let role: Role

  package init(_ set: StateSet, _ role: Role) {
    self.set = set
    self.role = role
  }

  private static let root = "flowform.state."

  /// The beginning of the names of a set's instances. The names of other sets begin otherwise.
  package static func prefix(of set: StateSet) -> String { "\(root)\(set)/" }

  /// Nil for the name of any other instance.
  package init?(_ text: String) {
    guard text.hasPrefix(Self.root) else { return nil }
    let parts = text.dropFirst(Self.root.count).split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 2, let set = StateSet(String(parts[0])) else { return nil }
    self.set = set
    switch (parts[1], parts.count) {
    case ("state", 2): role = .state
    case ("lock", 2): role = .lock
    case (let label, 3):
      guard let number = Int(parts[2]), number > 0, !label.isEmpty else { return nil }
      role = .part(label: String(label), number: number)
    default: return nil
    }
  }
}

extension StateInstanceName: CustomStringConvertible {
  package var description: String {
    let name =
      switch role {
      case .state: "state"
      case .lock: "lock"
      case .part(let label, let number): "\(label)/\(number)"
      }
    return Self.prefix(of: set) + name
  }
}

extension StateInstanceName {
  package static let model = "authentik_blueprints.blueprintinstance"

  /// True if the object is one of flowform's own instances. Only the code that reads the state may see it.
  static func hides(_ object: Value, of kind: Kind) -> Bool {
    kind.model == model && object["name"]?.string.flatMap { StateInstanceName($0) } != nil
  }
}
