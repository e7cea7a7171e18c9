import Model
import OrderedCollections

/// An entry that the fast path has resolved.
final class FastEntry: Sendable {
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

  /// The attributes, which come before the identifiers in the resolved entry.
  var attrs: [EntryField] {
    resolved.fields.dropLast(resolved.identifiers.count).map {
      EntryField(name: $0.name, nameMark: $0.nameMark, valueMark: $0.valueMark, state: .literal($0.value))
    }
  }

  /// The entry as it was read, for a set that has to resolve it again.
  var wholeEntry: Entry { entry.with(attrs: EntryPart(attrs, mark: entry.mark)) }
}
