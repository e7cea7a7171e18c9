import Catalog
import Model
import YAML

/// An entry of the set, and what is known about it so far.
struct EntrySlot: Sendable {
  /// What decides whether the entry applies.
  struct Head: Sendable {
    let state: EntryState
    let isEnabled: Bool
    /// True if the server has not been asked what a condition depends on.
    let isUncertain: Bool
  }

  /// What finds the entry's object.
  final class Identity: Sendable {
    let address: ResourceAddress
    let identifiers: ValueMap
    let primaryKey: Value?
    /// `identifiers` as the entry declares them.
    let declared: ArraySlice<DeclaredField>

    init(
      address: ResourceAddress, identifiers: ValueMap, primaryKey: Value?, declared: ArraySlice<DeclaredField>
    ) {
      self.address = address
      self.identifiers = identifiers
      self.primaryKey = primaryKey
      self.declared = declared
    }
  }

  enum Part { case identifiers, attrs }

  let entry: Entry
  let blueprint: Int
  var model: Memo<String?> = .open
  var head: Memo<Head?> = .open
  var identifiers: [EntryField]?
  var attrs: [EntryField]?
  /// True if a tag makes the identifiers, and what it makes is not known yet.
  var hasUnknownIdentifiers = false
  var identity: Memo<Identity?> = .open
  var diagnostics: [Diagnostic] = []
  let foreseen: ForeseenEntry?
  /// Nil also where the rest of the set may make something else of the entry than was foreseen.
  private(set) var used: ForeseenEntry?

  init(entry: Entry, blueprint: Int, foreseen: ForeseenEntry?) {
    self.entry = entry
    self.blueprint = blueprint
    self.foreseen = foreseen
  }

  mutating func useForesight() {
    guard let foreseen else { return }
    used = foreseen
    model = .done(foreseen.resolved.model)
    head = .done(Head(state: foreseen.resolved.state, isEnabled: true, isUncertain: false))
  }

  var knownAddress: ResourceAddress? {
    if case .done(let identity) = identity { return identity?.address }
    return used?.resolved.address
  }

  subscript(part: Part) -> [EntryField]? {
    get { part == .attrs ? attrs : identifiers }
    // In place: one field of many is changed at a time.
    _modify { if part == .attrs { yield &attrs } else { yield &identifiers } }
  }

  func source(_ part: Part) -> EntryPart? { part == .attrs ? entry.attrs : entry.identifiers }
}
