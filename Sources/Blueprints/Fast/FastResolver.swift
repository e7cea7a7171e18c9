import Catalog
import Model
import OrderedCollections
import YAML

/// Resolves an entry that is fully spelled out before the rest of its set is known.
///
/// The result is what `Resolution` would make of the entry, and `EntryValidator` would find nothing wrong with it. If
/// there is anything to look up, to merge or to report, the entry is left to them.
struct FastResolver {
  private let catalog: Catalog
  /// The kind of the previous entry, because entries of one kind often follow each other.
  private var latest: (model: String, kind: Kind)?
  /// The fields of those of its kind, which often come in the same order.
  private var order: [Field] = []

  /// Each entry resolved, or nil if it takes more than that.
  static func resolve(_ entries: [Entry], catalog: Catalog) -> [FastEntry?] {
    var resolver = FastResolver(catalog: catalog)
    return entries.map { resolver.resolve($0) }
  }

  private init(catalog: Catalog) {
    self.catalog = catalog
  }

  private mutating func resolve(_ entry: Entry) -> FastEntry? {
    guard entry.conditions.isEmpty, entry.permissions.isEmpty, let kind = kind(of: entry),
      let state = Self.state(of: entry), let identifiers = entry.identifiers?.fields, !identifiers.isEmpty,
      let attrs = entry.attrs.map(\.fields) ?? []
    else { return nil }
    var fields: [DeclaredField] = []
    fields.reserveCapacity(attrs.count + identifiers.count)
    // By index, since a field that is taken out is copied with all that it refers to.
    for index in attrs.indices {
      guard let field = declared(attrs[index], kind, fields.count) else { return nil }
      fields.append(field)
    }
    var finding = ValueMap(minimumCapacity: identifiers.count)
    for index in identifiers.indices {
      guard let field = declared(identifiers[index], kind, fields.count), !attrs.name(field.name) else {
        return nil
      }
      finding[field.name] = field.value
      fields.append(field)
    }
    let resolved = ResolvedEntry(
      model: kind.model, address: ResourceAddress(model: kind.model, identifiers: finding), state: state,
      id: entry.id, identifiers: finding, primaryKey: nil, fields: fields, permissions: [], isEnabled: true,
      location: entry.location,
      isWhole: fields.count { $0.field?.isRequired == true } == kind.requiredFields.count)
    // The model and the state are values as well.
    let valueCount = fields.reduce(entry.state == nil ? 1 : 2) { $0 + $1.value.size }
    return FastEntry(entry: entry.with(attrs: nil), resolved: resolved, valueCount: valueCount)
  }

  /// Also nil if its fields have other names in blueprints.
  private mutating func kind(of entry: Entry) -> Kind? {
    guard case .string(let model)? = entry.model.literal else { return nil }
    if let latest, latest.model == model { return latest.kind }
    guard let kind = catalog.kind(model) ?? catalog.kind(model.lowercased()),
      BlueprintNames.aliases[kind.model] == nil
    else { return nil }
    latest = (model, kind)
    order = []
    return kind
  }

  private static func state(of entry: Entry) -> EntryState? {
    guard let node = entry.state else { return .present }
    return node.literal?.string.flatMap(EntryState.init(rawValue:))
  }

  private mutating func declared(_ source: EntryField, _ kind: Kind, _ position: Int) -> DeclaredField? {
    // A primary key makes references, and permissions are no field of every kind that has them.
    guard case .literal(let value) = source.state, source.name != "pk", source.name != "permissions",
      let field = field(source.name, of: kind, at: position), !Self.isKey(value, field),
      EntryValidator.accepts(value, field)
    else { return nil }
    return DeclaredField(
      name: source.name, value: value, nameMark: source.nameMark, valueMark: source.valueMark, field: field)
  }

  /// Whether there is such an object only the server knows.
  private static func isKey(_ value: Value, _ field: Field) -> Bool {
    guard field.refersTo != nil else { return false }
    return switch value {
    case .null: false
    case .list(let items): !items.isEmpty
    default: true
    }
  }

  private mutating func field(_ name: String, of kind: Kind, at position: Int) -> Field? {
    if position < order.count, order[position].name == name { return order[position] }
    guard let field = kind.field(name) else { return nil }
    if position < order.count { order[position] = field } else { order.append(field) }
    return field
  }
}
