package import Blueprints
package import Catalog
package import Model

/// Everything that a plan is made from, as values.
package struct PlanInput: Sendable {
  package var entries: [ResolvedEntry]
  /// Addresses of entries that are not planned, because of their condition, their file's label or `--only`.
  package var described: Set<ResourceAddress> = []
  /// Addresses of entries with a mistake; entries that need them are left out too.
  package var failures: Set<ResourceAddress> = []
  /// True if the address of an entry with a mistake is unknown.
  package var hasUnknownFailures = false
  /// The files of the set.
  package var sources: Set<String> = []
  package var catalog: Catalog
  /// By model.
  package var liveObjects: [String: LiveObjects]
  package var records: [ResourceAddress: ResourceRecord] = [:]
  /// Objects of the state that are outside of the plan: whether they are left over is not asked.
  package var unchecked: Set<ResourceAddress> = []
  /// Objects that an interrupted run was about to create, of kinds with a unique key.
  package var intendedCreates: Set<ResourceAddress> = []
  /// Objects that it may have created, of kinds without a unique key: another create would make a duplicate.
  package var uncertainCreates: Set<ResourceAddress> = []
  /// True to delete what no entry describes; false if an entry exists whose object is unknown.
  package var prunes = false
  /// True if the state was last written for this server's address. Only then is the state believed about
  /// objects that cannot be read.
  package var isServerOfState = true
  /// True if unchanged objects get a digest too: a saved plan is refused if any of them has changed.
  package var digestsUnchanged = false
  /// The keys that the server itself adds to lists of references, by model and field.
  package var serverKeys: [String: [String: Set<Value>]] = [:]
  /// How secrets are hashed; nil if no state remembers them.
  package var secretHash: SecretHash?

  package init(entries: [ResolvedEntry], catalog: Catalog, liveObjects: [String: LiveObjects]) {
    self.entries = entries
    self.catalog = catalog
    self.liveObjects = liveObjects
  }
}
