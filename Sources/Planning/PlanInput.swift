package import Blueprints
package import Catalog
package import Model

/// Everything that a plan is made of, as values.
package struct PlanInput: Sendable {
  package var entries: [ResolvedEntry]
  /// Addresses that an entry describes although it is not planned: its condition, its file's label or
  /// `--only` leaves it out.
  package var described: Set<ResourceAddress> = []
  /// Addresses that an entry with a mistake describes: what needs them is left out as well.
  package var failures: Set<ResourceAddress> = []
  /// True if an entry has a mistake and not even its address is known.
  package var hasUnknownFailures = false
  /// The files of the set.
  package var sources: Set<String> = []
  package var catalog: Catalog
  /// By model.
  package var liveObjects: [String: LiveObjects]
  package var records: [ResourceAddress: ResourceRecord] = [:]
  /// Objects that an interrupted run was about to create, of kinds with a unique key.
  package var intendedCreates: Set<ResourceAddress> = []
  /// Objects that it may have created, of kinds that the server would create twice.
  package var uncertainCreates: Set<ResourceAddress> = []
  package var prunes = false
  /// True if the state was last written for the server's address. What cannot be read is believed to be as the
  /// state says only then.
  package var isServerOfState = true
  /// True if what stays as it is has a digest too: a plan that is saved is refused if any of it has changed.
  package var digestsUnchanged = false
  /// The keys that the server itself adds to lists of references, by model and field.
  package var serverKeys: [String: [String: Set<Value>]] = [:]
  /// How secrets are hashed; nil where no state remembers them.
  package var secretHash: SecretHash?

  package init(entries: [ResolvedEntry], catalog: Catalog, liveObjects: [String: LiveObjects]) {
    self.entries = entries
    self.catalog = catalog
    self.liveObjects = liveObjects
  }
}
