import Model
import OrderedCollections

/// What an entry comes to in which everything is spelled out, made before the rest of its set is known.
package final class ForeseenEntry: Sendable {
  /// The entry without its attributes, which are in `resolved` already.
  let entry: Entry
  let resolved: ResolvedEntry
  /// How many values it counts for.
  let valueCount: Int

  init(entry: Entry, resolved: ResolvedEntry, valueCount: Int) {
    self.entry = entry
    self.resolved = resolved
    self.valueCount = valueCount
  }

  var identity: EntrySlot.Identity {
    EntrySlot.Identity(
      address: resolved.address, identifiers: resolved.identifiers, primaryKey: nil,
      declared: resolved.fields.suffix(resolved.identifiers.count))
  }

  /// The attributes, which stand before the identifiers in what they come to together.
  var attrs: [EntryField] {
    resolved.fields.dropLast(resolved.identifiers.count).map {
      EntryField(name: $0.name, nameMark: $0.nameMark, valueMark: $0.valueMark, state: .literal($0.value))
    }
  }
}
