import OrderedCollections

/// The state file's record of one object.
package struct ResourceRecord: Sendable, Hashable {
  package enum Origin: String, Sendable, Hashable {
    /// flowform created it, so it may delete it when its entry is removed.
    case created
    /// It existed before flowform managed it.
    case adopted
  }

  /// The model, as in `authentik_flows.flow`.
  package var kind: String
  package var primaryKey: Value
  package var origin: Origin
  /// The blueprint's file.
  package var source: String
  /// The `id` of its entry, which distinguishes a rename from a new object; nil if the entry has none.
  package var entryID: String?
  package var identifiers: ValueMap
  /// Fields that distinguish the object from one with the same primary key on another server; empty if there
  /// can be none.
  package var identity: ValueMap
  package var dependencies: [ResourceAddress]
  /// The values of the declared fields as they were last applied.
  package var applied: ValueMap
  /// The applied values that the server answers in another form, in that form.
  package var answered: ValueMap
  /// Hashes of applied values that must not be stored, by field: secrets, and values of variables.
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

  /// Maps are compared without order, because the state file does not keep it.
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
