import Blueprints

/// What all entries of a set say together about each object.
struct ObjectGroups {
  struct Group {
    var names: Set<String> = []
    /// The names of the fields that are neither null nor false.
    var given: Set<String> = []
    var isComplete = true
    /// True once an entry was checked that creates the object.
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

  /// The group of an entry, and whether this entry is the first of it that is asked for.
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
