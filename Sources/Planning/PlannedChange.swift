package import Model
import OrderedCollections

/// What a plan does with one object. It can be applied without comparing again.
package struct PlannedChange: Sendable, Hashable {
  /// An object that the server deletes by cascade.
  package struct Cascade: Sendable, Hashable {
    package let model: String
    package let name: String
    package let primaryKey: Value

    package init(model: String, name: String, primaryKey: Value) {
      self.model = model
      self.name = name
      self.primaryKey = primaryKey
    }
  }

  package let address: ResourceAddress
  package let action: Action
  /// The entry's place; nil for an object that no entry describes any more.
  package var source: SourceLocation?
  /// The places of the values that a write sends, by field.
  package var fieldLocations: [String: SourceLocation] = [:]
  /// For `create`, every declared field; for `update`, those that differ.
  package var fields: [FieldChange] = []
  /// Why an object is skipped, or another remark for the reader.
  package var reason: String?
  /// The live object's primary key; nil if there is none.
  package var primaryKey: Value?
  /// The key in the live object's path.
  package var detailKey: String?
  /// The digest of the live object when it was planned; nil if there is none or it cannot be read.
  package var liveDigest: String?
  /// The object's address in the state, if its identifiers changed in the file.
  package var previousAddress: ResourceAddress?
  package var origin: ResourceRecord.Origin = .adopted
  package var identifiers: ValueMap = [:]
  /// What the state remembers to recognise the object; empty for one that does not exist yet.
  package var identity: ValueMap = [:]
  /// The declared values that the server accepts: the body of a create.
  package var values: ValueMap = [:]
  /// The fields of `values` that are never shown or saved, whether they change or not.
  package var secretFields: Set<String> = []
  /// Hashes for the state of values that the server never answers, by field. An apply adds those of the other
  /// secret fields.
  package var secretHashes: [String: String] = [:]
  /// The entries of `values` that the server answers in another form, in that form.
  package var answered: ValueMap = [:]
  /// The keys that the server itself adds to lists of references, by field.
  package var serverKeys: [String: Set<Value>] = [:]
  package var entryID: String?
  package var dependencies: [ResourceAddress] = []
  package var cascades: [Cascade] = []
  /// True if the entry only wants the object to exist: an existing object is left as it is.
  package var isCreateOnly = false
  /// True if an existing object is an error, unless flowform created it.
  package var mustBeNew = false

  package init(address: ResourceAddress, action: Action) {
    self.address = address
    self.action = action
  }
}

extension [PlannedChange] {
  /// The changes that write to the server. A loop over all of them would copy each, and most are often unchanged.
  package var writes: [PlannedChange] {
    indices.filter { self[$0].action.isWrite }.map { self[$0] }
  }
}

extension PlannedChange {
  /// The names of the fields that differ, each once, in the order of the entry.
  package var changedFields: [String] {
    var seen: Set<String> = []
    return fields.map(\.fieldName).filter { seen.insert($0).inserted }
  }

  /// True if it only restores what was changed outside.
  package var isRestore: Bool { action == .update && !fields.isEmpty && fields.allSatisfy(\.isDrift) }
}
