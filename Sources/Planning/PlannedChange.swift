package import Model
import OrderedCollections

/// What a plan does with one object, complete enough to be applied without comparing again.
package struct PlannedChange: Sendable, Hashable {
  /// An object that the server deletes along with another.
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
  /// Where the values stand that a write sends, by field.
  package var fieldLocations: [String: SourceLocation] = [:]
  /// For `create` every declared field, for `update` those that differ.
  package var fields: [FieldChange] = []
  /// Why an object is skipped, or what else a reader should know.
  package var reason: String?
  /// The live object's primary key; nil where there is none.
  package var primaryKey: Value?
  /// What stands in the path of the live object.
  package var detailKey: String?
  /// The digest of the live object as the plan saw it; nil where there is none or it cannot be read.
  package var liveDigest: String?
  /// The address under which the state knows the object, where its identifiers changed in the file.
  package var previousAddress: ResourceAddress?
  package var origin: ResourceRecord.Origin = .adopted
  package var identifiers: ValueMap = [:]
  /// What the state is to remember so that the object is recognised; empty for one that is not there yet.
  package var identity: ValueMap = [:]
  /// What the entry declares and the server takes: the body of a create.
  package var values: ValueMap = [:]
  /// The fields of `values` that are never shown or saved, whether they change or not.
  package var secretFields: Set<String> = []
  /// What the state is to remember of the values that never come back, by field. Of the other secret fields an
  /// apply adds it.
  package var secretHashes: [String: String] = [:]
  /// What the server made of those of `values` that it answers otherwise than they were sent.
  package var answered: ValueMap = [:]
  /// The keys that the server itself adds to lists of references, by field.
  package var serverKeys: [String: Set<Value>] = [:]
  package var entryID: String?
  package var dependencies: [ResourceAddress] = []
  package var cascades: [Cascade] = []
  /// True if the entry only wants the object to exist: if it is there already, it is left as it is.
  package var isCreateOnly = false
  /// True if an object that is there already, and that flowform did not create, is an error.
  package var mustBeNew = false

  package init(address: ResourceAddress, action: Action) {
    self.address = address
    self.action = action
  }
}

extension PlannedChange {
  /// The names of the fields that differ, each once, in the order of the entry.
  package var changedFields: [String] {
    var seen: Set<String> = []
    return fields.map(\.fieldName).filter { seen.insert($0).inserted }
  }

  /// True if it only puts back what someone changed outside.
  package var isRestore: Bool { action == .update && !fields.isEmpty && fields.allSatisfy(\.isDrift) }
}
