import OrderedCollections

/// What the state file remembers of one object.
package struct ResourceRecord: Sendable, Hashable {
  package enum Origin: String, Sendable, Hashable {
    /// flowform created it, and may so delete it when its entry vanishes.
    case created
    /// It was there before.
    case adopted
  }

  /// The model, as in `authentik_flows.flow`.
  package var kind: String
  package var primaryKey: Value
  package var origin: Origin
  /// The blueprint's file.
  package var source: String
  /// The `id` of its entry, which tells a rename from a new object; nil where the entry has none.
  package var entryID: String?
  package var identifiers: ValueMap
  /// What tells the object from another that has its primary key on another server; empty if none can have
  /// it.
  package var identity: ValueMap
  package var dependencies: [ResourceAddress]
  /// The values of the declared fields as they were last applied.
  package var applied: ValueMap
  /// What the server made of those of these values that it answers otherwise than they were sent.
  package var answered: ValueMap
  /// Hashes of what was last applied and must not be kept, by field: secrets, and what came from a variable.
  package var secrets: [String: String]

  package init(
    kind: String, primaryKey: Value, origin: Origin, source: String, entryID: String? = nil,
    identifiers: ValueMap, identity: ValueMap = [:], dependencies: [ResourceAddress] = [],
    applied: ValueMap,
    answered: ValueMap = [:], secrets: [String: String] = [:]
  ) {
    self.kind = kind
    self.primaryKey = primaryKey
    self.origin = origin
    self.source = source
    self.entryID = entryID
    self.identifiers = identifiers
    self.identity = identity
    self.dependencies = dependencies
    self.applied = applied
    self.answered = answered
    self.secrets = secrets
  }

  /// Maps are compared without their order, which the state file does not keep.
  package static func == (left: ResourceRecord, right: ResourceRecord) -> Bool {
    left.kind == right.kind && left.primaryKey == right.primaryKey && left.origin == right.origin
      && left.source == right.source && left.entryID == right.entryID
      && .map(left.identifiers) == Value.map(right.identifiers)
      && .map(left.identity) == Value.map(right.identity) && left.dependencies == right.dependencies
      && .map(left.applied) == Value.map(right.applied)
      && .map(left.answered) == Value.map(right.answered) && left.secrets == right.secrets
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    hasher.combine(primaryKey)
  }
}
