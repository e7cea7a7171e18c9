package import Catalog
import Model
import OrderedCollections
import Synchronization

/// The served kinds by path: all of the catalog, and the base classes.
package struct ServedKinds: Sendable {
  /// The base class of all objects that policies can be bound to; it has no list.
  static let policyTarget = "authentik_policies.policybindingmodel"

  package let kinds: [ServedKind]
  /// True if permissions can be granted to users as well as to roles.
  let grantsToUsers: Bool
  private let byPath: [String: ServedKind]
  private let byModel: [String: ServedKind]
  private let members: [String: [ServedKind]]

  package init(_ catalog: Catalog, _ version: EmbeddedCatalog) {
    grantsToUsers = catalog.grantsToUsers
    let facts = KindFacts.load(version)
    let nested = NestedObjects(version)
    let bases = facts.values.compactMap { facts in facts.base.map { ServedKind($0, facts, [:], version) } }
    kinds =
      bases
      + catalog.kinds.map { kind in
        let own = facts[kind.model]
        return ServedKind(
          Self.referring(kind, own?.references ?? [:]), own, nested.of(kind.model), version)
      }
    let all =
      kinds
      + Self.madeByServer.sorted().compactMap { Self.made($0, catalog) }.map {
        ServedKind($0, nil, [:], version)
      }
    byPath = Dictionary(all.map { ($0.kind.path, $0) }, uniquingKeysWith: { first, _ in first })
    byModel = Dictionary(all.map { ($0.kind.model, $0) }, uniquingKeysWith: { first, _ in first })
    let concrete = kinds.filter { !$0.isBase }
    var members = Dictionary(grouping: concrete.filter { $0.family != nil }) { $0.family ?? "" }
    members[Self.policyTarget] = kinds.filter(\.hasPolicies)
    self.members = members
  }

  /// The kinds that only the server itself makes, when flows run. They are not among `kinds`.
  static let madeByServer: Set<String> = [ReputationScores.model, Sessions.model, Consents.model]

  /// The catalog only knows that they can be looked up.
  private static func made(_ model: String, _ catalog: Catalog) -> Kind? {
    guard var row = catalog.lookupKind(model)?.row.map else { return nil }
    row["delete"] = nil
    // They go with their user.
    row["fields"] = .list(
      (row["fields"]?.list ?? []).map { field in
        guard field["name"] == "user", var field = field.map else { return field }
        field["refersTo"] = .string(TokenUsers.model)
        field["onDelete"] = .string(DeleteRule.cascade.rawValue)
        return .map(field)
      })
    return Kind(row: .map(row))
  }

  /// A kind with additional references of its fields.
  private static func referring(_ kind: Kind, _ references: [String: String]) -> Kind {
    guard !references.isEmpty, var row = kind.row.map else { return kind }
    row["fields"] = .list(
      kind.fields.map { field in
        guard let model = references[field.name], var row = field.row.map else { return field.row }
        row["refersTo"] = .string(model)
        return .map(row)
      })
    return Kind(row: .map(row)) ?? kind
  }

  /// The catalog of an embedded version and its kinds, read once per process, which may run many servers.
  static func embedded(_ version: EmbeddedCatalog) throws(CatalogError) -> (Catalog, ServedKinds) {
    if let known = read.withLock({ $0[version] }) { return known }
    let catalog = try version.load()
    let kinds = ServedKinds(catalog, version)
    read.withLock { $0[version] = (catalog, kinds) }
    return (catalog, kinds)
  }

  private static let read = Mutex<[EmbeddedCatalog: (Catalog, ServedKinds)]>([:])

  /// The kind whose collection has a path below `/api/v3`.
  subscript(path: String) -> ServedKind? { byPath[path] }

  func kind(_ model: String) -> ServedKind? { byModel[model] }

  /// The kinds that a reference to a model may mean.
  package func kinds(referredToAs model: String) -> [ServedKind] {
    members[model] ?? byModel[model].map { [$0] } ?? []
  }

  /// The namespace of references to a model.
  func space(_ model: String) -> String { byModel[model]?.space ?? model }

  /// The scope of a unique value: the base class, if the base class has the fields.
  func uniqueScope(_ fields: [String], of kind: ServedKind) -> ServedKind {
    guard let base = kind.family.flatMap(self.kind), fields.allSatisfy({ base.kind.field($0) != nil }) else {
      return kind
    }
    return base
  }
}
