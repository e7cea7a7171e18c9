import Model

/// The entries of the set, and the indexes that find them.
struct EntryTable {
  private(set) var slots: [EntrySlot]
  /// The entries of each file by their `id`.
  let identified: [[String: [Int]]]
  /// Entries that share their `id` with an earlier entry of the file.
  let sharedNames: [Int]
  /// The entries by the primary key that their identifiers spell out.
  let primaryKeys: [String: [Int]]
  /// The entries that may meet a condition of a `!Find`.
  var findIndex = FindIndex()
  /// The positions of the entries with a known identity. Nil until they are first needed, which is rare.
  private var positions: [ResourceAddress: Int]?

  init(_ parsed: ParsedBlueprints) {
    identified = parsed.identified
    sharedNames = parsed.sharedNames
    primaryKeys = parsed.primaryKeys
    slots = parsed.entries.map(EntrySlot.init)
  }

  var indices: Range<Int> { slots.indices }

  /// Access is in place: usually only one of many fields is read or changed.
  subscript(index: Int) -> EntrySlot {
    _read { yield slots[index] }
    _modify { yield &slots[index] }
  }

  /// Returns the position of the entry with an address, if its identity is known.
  mutating func position(of address: ResourceAddress) -> Int? {
    if positions == nil {
      positions = [:]
      for index in slots.indices {
        if let address = slots[index].knownAddress { notePosition(index, of: address) }
      }
    }
    return positions?[address]
  }

  /// Records the position of an address. If several entries have the address, the first one counts.
  mutating func notePosition(_ index: Int, of address: ResourceAddress) {
    if positions != nil, positions?[address] == nil { positions?[address] = index }
  }

  /// Removes the slots and returns them.
  mutating func takeSlots() -> [EntrySlot] {
    let taken = slots
    slots = []
    return taken
  }
}
