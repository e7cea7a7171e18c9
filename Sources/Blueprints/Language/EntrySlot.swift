import Catalog
import Model
import YAML

/// An entry of the set, with everything that is resolved so far.
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
  /// True if a tag makes the identifiers and its value is not known yet.
  var hasUnknownIdentifiers = false
  var identity: Memo<Identity?> = .open
  var diagnostics: [Diagnostic] = []
  /// Nil if the entry has to be resolved here.
  let fast: FastEntry?

  init(_ parsed: ParsedEntry) {
    entry = parsed.entry
    blueprint = parsed.blueprint
    fast = parsed.fast
    if let resolved = parsed.fast?.resolved {
      model = .done(resolved.model)
      head = .done(Head(state: resolved.state, isEnabled: true, isUncertain: false))
    }
  }

  var knownAddress: ResourceAddress? {
    if case .done(let identity) = identity { return identity?.address }
    return fast?.resolved.address
  }

  subscript(part: Part) -> [EntryField]? {
    get { part == .attrs ? attrs : identifiers }
    // In place: one field of many is changed at a time.
    _modify { if part == .attrs { yield &attrs } else { yield &identifiers } }
  }

  /// The fields that the entry declares; nil if a tag makes them.
  func declaredFields(_ part: Part) -> [EntryField]? {
    if case .fields(let fields)? = source(part) { fields } else { nil }
  }

  /// What the entry declares.
  func source(_ part: Part) -> EntryPart.Content? {
    switch part {
    case .identifiers: entry.identifiers?.content
    case .attrs: fast.map { .fields($0.attrs) } ?? entry.attrs?.content
    }
  }
}
