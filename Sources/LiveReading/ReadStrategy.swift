import Catalog
import Model
import OrderedCollections
import Planning

/// How the objects of a kind are read after the first page of its list.
enum ReadStrategy: Sendable {
  case wholeList
  /// Each target that the first page does not settle is looked up.
  case lookUps([SingleLookUp])

  /// The look-up that makes any list unnecessary, if there is one.
  static func single(_ targets: [LookupTarget], of kind: Kind) -> SingleLookUp? {
    targets.count == 1 ? SingleLookUp(targets[0], of: kind) : nil
  }

  /// The way with fewer requests; `otherPages` is what the rest of the list costs.
  static func choose(
    _ targets: [LookupTarget], of kind: Kind, after firstPage: [Value], otherPages: Int
  ) -> ReadStrategy {
    // The first page settles at most as many targets as it has objects.
    guard otherPages > 0, targets.count - firstPage.count < otherPages else { return .wholeList }
    let missing = targets.filter { !isSettled($0, of: kind, by: firstPage) }
    let lookUps = missing.compactMap { SingleLookUp($0, of: kind) }
    let cost = lookUps.reduce(0) { $0 + $1.cost }
    return lookUps.count == missing.count && cost < otherPages ? .lookUps(lookUps) : .wholeList
  }

  /// Whether these objects answer all that can be asked of a target: its unique identifier is held by one
  /// of them, and so are its primary keys.
  private static func isSettled(_ target: LookupTarget, of kind: Kind, by objects: [Value]) -> Bool {
    let unique = kind.uniqueFields.first { target.identifiers[$0] != nil }
    guard let unique, let type = kind.field(unique)?.type else { return false }
    let wanted = Coercion.normalized(target.identifiers[unique] ?? .null, as: type)
    let holder = objects.first { Coercion.normalized($0[unique] ?? .null, as: type) == wanted }
    guard let holder else { return false }
    return target.primaryKeys.allSatisfy { key in
      key.isNull || holder[kind.primaryKey] == key || objects.contains { $0[kind.primaryKey] == key }
    }
  }
}
