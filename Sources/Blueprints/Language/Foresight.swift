import Catalog
import Model
import OrderedCollections
import YAML

/// Finds what an entry comes to in which everything is spelled out, before the rest of its set is known.
///
/// It is the short way to what `Resolution` would make of the entry and `EntryValidator` would find nothing wrong
/// with. Where there is anything to look up, to merge or to say, the entry is left to its turn in the set.
struct Foresight {
  private let catalog: Catalog
  /// The kind of the entry before, since entries of a kind often stand together.
  private var latest: (model: String, kind: Kind)?

  /// What each of several entries comes to, or nil.
  static func foresee(_ entries: [Entry], catalog: Catalog) -> [ForeseenEntry?] {
    var foresight = Foresight(catalog: catalog)
    return entries.map { foresight.foresee($0) }
  }

  private init(catalog: Catalog) {
    self.catalog = catalog
  }

  private mutating func foresee(_ entry: Entry) -> ForeseenEntry? {
    guard entry.conditions.isEmpty, entry.permissions.isEmpty, let kind = kind(of: entry),
      let state = Self.state(of: entry), let identifiers = entry.identifiers?.fields, !identifiers.isEmpty,
      let attrs = entry.attrs.map(\.fields) ?? []
    else { return nil }
    var fields: [DeclaredField] = []
    fields.reserveCapacity(attrs.count + identifiers.count)
    for index in attrs.indices {
      guard let field = Self.declared(attrs[index], kind) else { return nil }
      fields.append(field)
    }
    var finding = ValueMap(minimumCapacity: identifiers.count)
    for index in identifiers.indices {
      guard let field = Self.declared(identifiers[index], kind), !Self.stands(field.name, in: attrs) else {
        return nil
      }
      finding[field.name] = field.value
      fields.append(field)
    }
    let resolved = ResolvedEntry(
      model: kind.model, address: ResourceAddress(model: kind.model, identifiers: finding), state: state,
      id: entry.id, identifiers: finding, primaryKey: nil, fields: fields, permissions: [], isEnabled: true,
      location: entry.location, isWhole: kind.requiredFields.allSatisfy { fields.declare($0) })
    // The model and the state are values as well.
    let valueCount = fields.reduce(entry.state == nil ? 1 : 2) { $0 + $1.value.size }
    return ForeseenEntry(entry: entry.withoutAttrs, resolved: resolved, valueCount: valueCount)
  }

  /// Nil also where its fields have other names in blueprints.
  private mutating func kind(of entry: Entry) -> Kind? {
    guard case .string(let model)? = entry.model.literal else { return nil }
    if let latest, latest.model == model { return latest.kind }
    guard let kind = catalog.kind(model) ?? catalog.kind(model.lowercased()),
      BlueprintNames.aliases[kind.model] == nil
    else { return nil }
    latest = (model, kind)
    return kind
  }

  private static func state(of entry: Entry) -> EntryState? {
    guard let node = entry.state else { return .present }
    return node.literal?.string.flatMap(EntryState.init(rawValue:))
  }

  private static func declared(_ source: EntryField, _ kind: Kind) -> DeclaredField? {
    // A primary key makes references, and permissions are no field of every kind that has them.
    guard case .literal(let value) = source.state, source.name != "pk", source.name != "permissions",
      let field = kind.field(source.name), EntryValidator.accepts(value, field)
    else { return nil }
    return DeclaredField(
      name: source.name, value: value, nameMark: source.nameMark, valueMark: source.valueMark, field: field,
      isHidden: false)
  }

  private static func stands(_ name: String, in fields: [EntryField]) -> Bool {
    for index in fields.indices where fields[index].name == name { return true }
    return false
  }
}
