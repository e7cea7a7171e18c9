/// The name of a state that is kept in authentik, so that one server can keep several.
package struct StateSet: Sendable, Hashable, CustomStringConvertible {
  /// The set of a server with only one state.
  package static let standard = StateSet(unchecked: "default")

  package let description: String

  /// Nil unless the name has 1 to 64 ASCII letters, digits, hyphens and underscores.
  package init?(_ name: String) {
    let isSound = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    guard isSound, (1...64).contains(name.utf8.count) else { return nil }
    description = name
  }

  private init(unchecked name: String) { description = name }
}
