import Catalog
import Model
import OrderedCollections
import Planning
import State

extension PlannedChange {
  /// The state's record of an object that is as planned. `object` is the server's answer.
  func record(of object: Value, as kind: Kind, origin: ResourceRecord.Origin) -> ResourceRecord {
    var change = self
    change.identity = Recognition.identity(of: object, as: kind, hidden: secretFields)
    return change.record(primaryKey: object[kind.primaryKey] ?? .null, origin: origin)
  }

  func record(primaryKey: Value, origin: ResourceRecord.Origin) -> ResourceRecord {
    ResourceRecord(
      kind: address.model, primaryKey: primaryKey, origin: origin, source: source?.file ?? "",
      entryID: entryID, identifiers: identifiers, identity: identity, dependencies: dependencies,
      // If an entry only wants the object to exist, a change from outside is no drift.
      applied: isCreateOnly ? [:] : values.filter { !secretFields.contains($0.key) },
      answered: isCreateOnly ? [:] : answered, secrets: secretHashes)
  }

  /// Adds the hashes of the secret fields that the state remembers by hash. If the value itself is missing, as in a
  /// saved plan, the hash of `known` is used.
  func rememberingHidden(
    of kind: Kind, _ hash: SecretHash?, known: ResourceRecord? = nil
  ) -> PlannedChange {
    guard !isCreateOnly else { return self }
    var change = self
    for name in secretFields {
      guard let field = kind.field(name), field.isRememberedByHash else { continue }
      change.secretHashes[name] = values[name].flatMap { hash?($0, of: field) } ?? known?.secrets[name]
    }
    return change
  }

  /// The journal entry for a change without a write to the server. Nil if the state is already correct.
  func bookkeeping(in snapshot: StateSnapshot) -> JournalEntry? {
    switch action {
    case .create, .update, .delete, .skip: return nil
    case .adopt, .unchanged:
      guard let primaryKey else {
        let isKnown = snapshot.resources[address] != nil || snapshot.intents[address] != nil
        return isKnown ? .removed(address) : nil
      }
      let record = record(primaryKey: primaryKey, origin: origin)
      let isKnown = snapshot.resources[address] == record && snapshot.intents[address] == nil
      return isKnown ? nil : .done(address, record)
    }
  }
}
