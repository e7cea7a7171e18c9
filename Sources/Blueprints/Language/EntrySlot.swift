import Catalog
import Model
import YAML

/// An entry of the set, and what is known about it so far.
struct EntrySlot {
  /// What decides whether the entry applies.
  struct Head {
    let state: EntryState
    let isEnabled: Bool
    /// True where the server has not been asked what a condition depends on.
    let isUncertain: Bool
  }

  /// What finds the entry's object.
  struct Identity {
    let address: ResourceAddress
    let identifiers: ValueMap
    let primaryKey: Value?
    /// `identifiers` as the entry declares them.
    let declared: [DeclaredField]
  }

  enum Part { case identifiers, attrs }

  let entry: Entry
  let blueprint: Int
  var model: Memo<String?> = .open
  var head: Memo<Head?> = .open
  var identifiers: [EntryField]?
  var attrs: [EntryField]?
  var identity: Memo<Identity?> = .open
  var diagnostics: [Diagnostic] = []

  init(entry: Entry, blueprint: Int) {
    self.entry = entry
    self.blueprint = blueprint
  }

  subscript(part: Part) -> [EntryField]? {
    get { part == .attrs ? attrs : identifiers }
    // In place: one field of many is changed at a time.
    _modify { if part == .attrs { yield &attrs } else { yield &identifiers } }
  }

  func source(_ part: Part) -> EntryPart? { part == .attrs ? entry.attrs : entry.identifiers }
}
