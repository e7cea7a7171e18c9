import Model
import OrderedCollections
import Planning
import StateFile

extension PlannedChange {
  /// What the state remembers of the object once it is as planned.
  func record(primaryKey: Value, origin: ResourceRecord.Origin) -> ResourceRecord {
    ResourceRecord(
      kind: address.model, primaryKey: primaryKey, origin: origin, source: source?.file ?? "",
      entryID: entryID, identifiers: identifiers, dependencies: dependencies,
      // What an entry only wants to exist may be changed outside, and that is no drift.
      applied: isCreateOnly ? [:] : values.filter { !secretFields.contains($0.key) }, secrets: secretHashes)
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
