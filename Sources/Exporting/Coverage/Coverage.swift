package import Model

/// Which objects of a server no blueprint describes.
package struct Coverage: Sendable {
  /// An object that no blueprint describes.
  package struct Missing: Sendable, Hashable {
    package let address: ResourceAddress
    /// A short name among the objects of its kind.
    package let name: String
    package let primaryKey: Value
    /// The options of `flowform export` that write it and as little else as possible.
    package let options: [String]
  }

  package struct OfKind: Sendable {
    package let model: String
    package internal(set) var described = 0
    package internal(set) var missing: [Missing] = []

    package var total: Int { described + missing.count }
  }

  /// An object that the state knows, and that no entry describes any more.
  package struct LeftOver: Sendable, Hashable {
    package let address: ResourceAddress
    /// The file of the entry that described it.
    package let source: String

    package init(address: ResourceAddress, source: String) {
      self.address = address
      self.source = source
    }
  }

  /// Why objects need no blueprint.
  package enum Reason: String, Sendable, Hashable, CaseIterable {
    /// authentik itself maintains them.
    case managed
    /// The blueprints of authentik's own image create them.
    case shipped
    /// People, who register or come from a directory.
    case people
    /// An export does not describe the kind: records, things of one person, secrets.
    case notExported = "not-exported"
  }

  /// Objects of a kind that need no blueprint and have none.
  package struct Apart: Sendable, Hashable {
    package let reason: Reason
    package let model: String
    package internal(set) var count = 0
    /// The names of the objects; empty if only their number is known.
    package internal(set) var names: [String] = []
  }

  /// The kinds with objects that count, by model.
  package internal(set) var kinds: [OfKind] = []
  package internal(set) var leftOver: [LeftOver] = []
  package internal(set) var apart: [Apart] = []
  /// What could not be read, and mistakes of the blueprints.
  package var diagnostics: [Diagnostic] = []

  package var described: Int { kinds.reduce(0) { $0 + $1.described } }
  package var missing: Int { kinds.reduce(0) { $0 + $1.missing.count } }
  package var total: Int { described + missing + leftOver.count }

  /// True if everything that counts is described.
  package var isWhole: Bool { missing == 0 && leftOver.isEmpty }

  package func count(_ reason: Reason) -> Int {
    apart.reduce(0) { $0 + ($1.reason == reason ? $1.count : 0) }
  }
}
