import Catalog
import Model
import YAML

/// An entry of the set, and what is known about it so far.
struct EntrySlot {
  /// A field of `identifiers` or `attrs`, resolved when it is first asked for.
  struct LazyField {
    let name: String
    let nameMark: Mark
    let valueMark: Mark
    var value: LazyValue
    /// True where the value comes from a variable that is not shown.
    var isHidden = false

    /// The value as far as it is known already.
    var known: Value? {
      switch value {
      case .literal(let value): value
      case .done(let value): value
      case .node, .running: nil
      }
    }
  }

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
  }

  enum LazyValue {
    /// Spelled out in the file.
    case literal(Value)
    indirect case node(Node)
    case running
    case done(Value?)
  }

  enum Part { case identifiers, attrs }

  let entry: Entry
  let blueprint: Int
  var model: Memo<String?> = .open
  var head: Memo<Head?> = .open
  var identifiers: [LazyField]?
  var attrs: [LazyField]?
  var identity: Memo<Identity?> = .open
  var diagnostics: [Diagnostic] = []

  init(entry: Entry, blueprint: Int) {
    self.entry = entry
    self.blueprint = blueprint
  }

  subscript(part: Part) -> [LazyField]? {
    get { part == .attrs ? attrs : identifiers }
    // In place: one field of many is changed at a time.
    _modify { if part == .attrs { yield &attrs } else { yield &identifiers } }
  }

  func source(_ part: Part) -> EntryPart? { part == .attrs ? entry.attrs : entry.identifiers }
}
