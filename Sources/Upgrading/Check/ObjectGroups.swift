import Blueprints

/// The entries of a set, grouped by the object that they describe.
struct ObjectGroups {
  struct Group {
    var names: Set<String> = []
    /// The names of the fields that are neither null nor false.
    var given: Set<String> = []
    var isComplete = true
    /// True after an entry that creates the object was checked.
    var isChecked = false
  }

  private var groups: [String: Group] = [:]

  init(_ entries: some Sequence<WrittenEntry>) {
    for entry in entries where entry.creates {
      groups[entry.identity, default: Group()].names.formUnion(entry.fields.map(\.name))
      groups[entry.identity]?.names.formUnion(entry.fields.map(\.field.name))
      groups[entry.identity]?.given.formUnion(entry.given)
      if !entry.isComplete { groups[entry.identity]?.isComplete = false }
    }
  }

  /// Returns the group of an entry. `isFirst` is true for the first call with an entry of the group.
  mutating func take(_ entry: WrittenEntry) -> (group: Group, isFirst: Bool) {
    guard entry.creates, let group = groups[entry.identity] else {
      return (
        Group(names: Set(entry.fields.map(\.name)), given: entry.given, isComplete: entry.isComplete), false
      )
    }
    groups[entry.identity]?.isChecked = true
    return (group, !group.isChecked)
  }
}
