import Catalog
import Model
import OrderedCollections
import Planning
import State

extension PlannedChange {
  /// What the state remembers of the object, as the server answered it, once it is as planned.
  func record(of object: Value, as kind: Kind, origin: ResourceRecord.Origin) -> ResourceRecord {
    var change = self
    change.identity = Recognition.identity(of: object, as: kind, hidden: secretFields)
    return change.record(primaryKey: object[kind.primaryKey] ?? .null, origin: origin)
  }

  func record(primaryKey: Value, origin: ResourceRecord.Origin) -> ResourceRecord {
    ResourceRecord(
      kind: address.model, primaryKey: primaryKey, origin: origin, source: source?.file ?? "",
      entryID: entryID, identifiers: identifiers, identity: identity, dependencies: dependencies,
      // What an entry only wants to exist may be changed outside, and that is no drift.
      applied: isCreateOnly ? [:] : values.filter { !secretFields.contains($0.key) },
      answered: isCreateOnly ? [:] : answered, secrets: secretHashes)
  }

  /// With the hashes of the fields that the server answers and the state must not hold; `known` is what it
  /// remembers where the value itself is not at hand, as in a saved plan.
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

  /// What the state must learn of a change that writes nothing to the server; nil where it knows already.
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
