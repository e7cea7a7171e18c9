import Model

/// The entries of the set, and the indexes that find them.
struct EntryTable {
  private(set) var slots: [EntrySlot]
  /// The entries of each file by their `id`.
  let identified: [[String: [Int]]]
  /// The entries with an `id` that another entry above them in the file has.
  let sharedNames: [Int]
  /// The entries by the primary key that their identifiers spell out.
  let primaryKeys: [String: [Int]]
  /// The entries that may meet a condition of a `!Find`.
  var findIndex = FindIndex()
  /// The positions of the entries with a known identity; nil until one is looked for, which few sets do.
  private var positions: [ResourceAddress: Int]?

  init(_ parsed: ParsedBlueprints) {
    identified = parsed.identified
    sharedNames = parsed.sharedNames
    primaryKeys = parsed.primaryKeys
    slots = parsed.entries.map(EntrySlot.init)
  }

  var indices: Range<Int> { slots.indices }

  /// In place: one field of many is read or changed at a time.
  subscript(index: Int) -> EntrySlot {
    _read { yield slots[index] }
    _modify { yield &slots[index] }
  }

  /// The position of the entry with an address, among those whose identity is known.
  mutating func position(of address: ResourceAddress) -> Int? {
    if positions == nil {
      positions = [:]
      for index in slots.indices {
        if let address = slots[index].knownAddress { notePosition(index, of: address) }
      }
    }
    return positions?[address]
  }

  /// Of several entries that have one address, the first counts.
  mutating func notePosition(_ index: Int, of address: ResourceAddress) {
    if positions != nil, positions?[address] == nil { positions?[address] = index }
  }

  /// The slots, which are then no longer here.
  mutating func takeSlots() -> [EntrySlot] {
    let taken = slots
    slots = []
    return taken
  }
}
